package io.dromail.doctor;

import io.dromail.mail.Diagnosis;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at what the DNS says about a sender domain: MX, SPF, DKIM, DMARC. Without a DNS server that
 * answers it stops at the first question. Used by one thread.
 */
public final class SenderExam {

  private final Dns dns;

  public SenderExam(Dns dns) {
    this.dns = dns;
  }

  /** What is found, in the order in which it's looked at. */
  public List<Diagnosis> examine(SenderToCheck sender) {
    Answer first = dns.texts(sender.envelopeDomain());
    if (first.silence()) {
      return List.of(
          Diagnosis.unknown(
              "DNS",
              "Nothing is known: " + first.trouble() + ".",
              "Look whether this machine may ask it, or name another with --dns."));
    }
    List<Diagnosis> found = new ArrayList<>();
    found.add(new MxCheck(dns).check(sender.domain()));
    Diagnosis spf = new SpfCheck(dns).check(sender.envelopeDomain(), sender.providers());
    found.add(spf);
    List<DkimKey> verifying = new ArrayList<>();
    for (DkimKey key : sender.keys()) {
      Diagnosis dkim = new DkimCheck(dns).check(key);
      found.add(dkim);
      if (dkim.state() != Diagnosis.State.WRONG) {
        verifying.add(key);
      }
    }
    if (sender.keys().isEmpty()) {
      found.add(unsigned(sender.domain()));
    }
    found.addAll(new DmarcCheck(dns).check(sender, verifying, passes(sender, spf)));
    return found;
  }

  private static Diagnosis unsigned(String domain) {
    return Diagnosis.warning(
        "DKIM",
        "Dromail has no key for "
            + domain
            + ", so its mails go out unsigned, unless the provider"
            + " signs them.",
        "Give Dromail a DKIM key for it.");
  }

  /** SPF isn't about our domain if the provider puts an envelope sender of its own. */
  private static boolean passes(SenderToCheck sender, Diagnosis spf) {
    boolean ours =
        !sender.envelopeDomain().equals(sender.domain())
            || sender.providers().stream().noneMatch(Provider::hasOwnEnvelopeSender);
    return ours && spf.state() != Diagnosis.State.WRONG;
  }
}

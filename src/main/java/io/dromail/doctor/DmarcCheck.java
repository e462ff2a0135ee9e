package io.dromail.doctor;

import io.dromail.mail.Diagnosis;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Judges the DMARC record (RFC 7489) of a domain, and whether mails from it pass: the domain of a
 * DKIM signature or of the envelope sender must be that of From. Stateless.
 */
final class DmarcCheck {

  private static final String PART = "DMARC";
  private static final Set<String> POLICIES = Set.of("none", "quarantine", "reject");

  private final Dns dns;

  DmarcCheck(Dns dns) {
    this.dns = dns;
  }

  /**
   * Judges a domain.
   *
   * @param dkim those of its keys whose signatures verify
   * @param spf whether SPF passes for its envelope domain
   */
  List<Diagnosis> check(SenderToCheck sender, List<DkimKey> dkim, boolean spf) {
    String holder = sender.domain();
    while (true) {
      Answer records = dns.texts("_dmarc." + holder).startingWith("v=DMARC1");
      if (records.isUnknown()) {
        return List.of(
            Diagnosis.unknown(PART, "Not known: " + records.trouble() + ".", "Ask again later."));
      }
      if (records.values().size() > 1) {
        return List.of(
            Diagnosis.wrong(
                PART,
                "There are "
                    + records.values().size()
                    + " records at _dmarc."
                    + holder
                    + "; receivers heed none of them.",
                "Delete all but one."));
      }
      if (!records.isAbsent()) {
        return found(sender, holder, records.values().get(0), dkim, spf);
      }
      String parent = holder.substring(holder.indexOf('.') + 1);
      if (parent.equals(holder) || parent.indexOf('.') < 0) {
        return List.of(
            none(sender.domain()),
            new Alignment(sender, sender.domain(), new Tags(Map.of())).judge(dkim, spf));
      }
      holder = parent;
    }
  }

  private static Diagnosis none(String domain) {
    return publish(
        Diagnosis.wrong(
            PART,
            "There is no record, neither at _dmarc."
                + domain
                + " nor above it: anybody may forge"
                + " the domain, and Gmail and Yahoo refuse its bulk mail.",
            "Publish one, read its reports, and tighten it to quarantine and reject later:"),
        domain);
  }

  private List<Diagnosis> found(
      SenderToCheck sender, String holder, String text, List<DkimKey> dkim, boolean spf) {
    try {
      Tags record = Tags.of(text);
      boolean inherited = !holder.equals(sender.domain());
      String own = record.word("p", "");
      String policy = inherited ? record.word("sp", own) : own;
      if (!POLICIES.contains(policy)) {
        throw new BadRecord(policy.isEmpty() ? "p= is missing" : "'" + policy + "' is no policy");
      }
      List<Diagnosis> all = new ArrayList<>();
      all.add(policy(holder, text, record, policy));
      all.addAll(reports(holder, record));
      all.add(new Alignment(sender, holder, record).judge(dkim, spf));
      return all;
    } catch (BadRecord e) {
      return List.of(
          publish(
              Diagnosis.wrong(
                  PART,
                  "Receivers can't read the record at _dmarc."
                      + holder
                      + ": "
                      + e.getMessage()
                      + ".",
                  "Publish in its place:"),
              holder));
    }
  }

  private static Diagnosis policy(String holder, String text, Tags record, String policy) {
    String where = "The record at _dmarc." + holder;
    String remedy =
        "When the reports show that all your mail passes, make it p=quarantine, then p=reject.";
    if (!record.has("rua")) {
      return Diagnosis.warning(
          PART,
          where + " asks for no reports, so nobody sees what fails: " + text,
          "Add rua=mailto:<a mailbox>.");
    }
    return switch (policy) {
      case "none" ->
          Diagnosis.warning(
              PART, where + " only watches (p=none), and stops nobody: " + text, remedy);
      case "quarantine" ->
          Diagnosis.good(PART, where + " sends what fails to the spam folder: " + text);
      default -> Diagnosis.good(PART, where + " has what fails refused: " + text);
    };
  }

  /** RFC 7489 section 7.1: another domain must say that it takes our reports. */
  private List<Diagnosis> reports(String holder, Tags record) {
    return Stream.of(record.get("rua", "").split(","))
        .map(uri -> uri.replaceFirst("(?i)^\\s*mailto:[^@]*@", "").replaceFirst("!.*", "").strip())
        .filter(domain -> !domain.isEmpty() && !Alignment.isRelated(domain, holder))
        .distinct()
        .map(domain -> domain.toLowerCase(Locale.ROOT))
        .filter(
            domain ->
                dns.texts(holder + "._report._dmarc." + domain).startingWith("v=DMARC1").isAbsent())
        .map(
            domain ->
                Diagnosis.warning(
                        PART,
                        "Reports go to "
                            + domain
                            + ", which doesn't say that it takes them, so"
                            + " they aren't sent.",
                        "Publish there:")
                    .publish(holder + "._report._dmarc." + domain, "TXT", "v=DMARC1"))
        .toList();
  }

  private static Diagnosis publish(Diagnosis found, String domain) {
    return found.publish("_dmarc." + domain, "TXT", "v=DMARC1; p=none; rua=mailto:dmarc@" + domain);
  }
}

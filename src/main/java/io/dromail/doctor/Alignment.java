package io.dromail.doctor;

import io.dromail.mail.Diagnosis;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether mails from a domain pass DMARC (RFC 7489 section 3.1): the {@code d=} of a DKIM signature
 * or the domain of the envelope sender belongs to that of From. The organizational domain is the
 * one that holds the DMARC record; no list of public suffixes is asked.
 */
final class Alignment {

  private static final String PART = "alignment";

  private final SenderToCheck sender;
  private final String from;
  private final String organization;
  private final boolean strictDkim;
  private final boolean strictSpf;

  /**
   * As a DMARC record wants it.
   *
   * @param organization the domain that holds the record
   */
  Alignment(SenderToCheck sender, String organization, Tags record) {
    this.sender = sender;
    this.from = sender.domain();
    this.organization = organization;
    this.strictDkim = record.word("adkim", "r").equals("s");
    this.strictSpf = record.word("aspf", "r").equals("s");
  }

  /**
   * Judges.
   *
   * @param keys those whose signatures verify
   * @param spf whether SPF passes for the envelope sender
   */
  Diagnosis judge(List<DkimKey> keys, boolean spf) {
    List<String> against = new ArrayList<>();
    String signed =
        keys.stream()
            .map(DkimKey::domain)
            .filter(domain -> belongs(domain, strictDkim))
            .findFirst()
            .orElse(null);
    if (signed == null) {
      against.add(unsigned(keys));
    }
    String envelope = sender.envelopeDomain();
    boolean aligned = belongs(envelope, strictSpf);
    if (!aligned) {
      against.add("the envelope sender's " + envelope + " isn't " + wanted(strictSpf));
    } else if (!spf) {
      against.add("SPF doesn't pass for it");
    }
    String because = String.join(", and ", against);
    String pass = "Mails from " + from + " pass by ";
    String byDkim = "DKIM (d=" + signed + ")";
    String bySpf = "SPF (envelope sender @" + envelope + ")";
    if (signed != null) {
      return Diagnosis.good(
          PART, pass + byDkim + (against.isEmpty() ? " and by " + bySpf : "; " + because) + ".");
    }
    return aligned && spf
        ? Diagnosis.warning(
            PART,
            pass + bySpf + " alone, which breaks when a mail is forwarded: " + because + ".",
            "Sign with DKIM as " + from + ".")
        : Diagnosis.wrong(
            PART,
            "Mails from " + from + " fail DMARC: " + because + ".",
            "Sign with DKIM as " + from + ", or let SPF allow the provider; better both.");
  }

  private String unsigned(List<DkimKey> keys) {
    if (sender.keys().isEmpty()) {
      return "Dromail doesn't sign for it";
    }
    return keys.isEmpty()
        ? "no DKIM signature verifies"
        : "DKIM's d=" + keys.get(0).domain() + " isn't " + wanted(strictDkim);
  }

  private String wanted(boolean strict) {
    return strict ? from + " itself, as the record wants" : "of " + from;
  }

  private boolean belongs(String other, boolean strict) {
    if (strict) {
      return other.equalsIgnoreCase(from);
    }
    return isRelated(other, from) || isBelow(other, organization) && isBelow(from, organization);
  }

  static boolean isRelated(String a, String b) {
    return isBelow(a, b) || isBelow(b, a);
  }

  private static boolean isBelow(String domain, String parent) {
    String lower = domain.toLowerCase(Locale.ROOT);
    return lower.equals(parent.toLowerCase(Locale.ROOT))
        || lower.endsWith("." + parent.toLowerCase(Locale.ROOT));
  }
}

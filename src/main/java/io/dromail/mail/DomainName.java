package io.dromail.mail;

import com.ibm.icu.text.IDNA;

/**
 * Internationalised domains in the form that DNS and every mail server know (RFC 5891): by UTS #46,
 * without its transitional mappings, so that {@code straße.example} isn't taken for its neighbour
 * {@code strasse.example}. Thread-safe.
 */
public final class DomainName {

  private DomainName() {}

  /**
   * A domain with its labels as A-labels (RFC 5890 section 2.3.2.1), in lower case. One in ASCII is
   * given back as it is, and so is what can't be a domain.
   */
  public static String ascii(String domain) {
    if (domain.chars().allMatch(c -> c < 0x80)) {
      return domain;
    }
    IDNA.Info info = new IDNA.Info();
    StringBuilder converted = Rules.UTS46.nameToASCII(domain, new StringBuilder(), info);
    return info.hasErrors() ? domain : converted.toString();
  }

  /** Loaded with the first domain that isn't in ASCII: it takes a tenth of a second. */
  private static final class Rules {

    static final IDNA UTS46 =
        IDNA.getUTS46Instance(
            IDNA.NONTRANSITIONAL_TO_ASCII
                | IDNA.CHECK_BIDI
                | IDNA.CHECK_CONTEXTJ
                | IDNA.CHECK_CONTEXTO
                | IDNA.USE_STD3_RULES);
  }
}

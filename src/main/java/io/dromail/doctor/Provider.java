package io.dromail.doctor;

import java.util.List;
import java.util.Locale;

/**
 * Whom a domain sends through.
 *
 * @param profile the SMTP profile's name
 * @param spf what the domain's SPF record must have for it: {@code include:_spf.google.com} or only
 *     the name, {@code ip4:192.0.2.0/24} or only the address; empty if that isn't known
 */
public record Provider(String profile, List<String> spf) {

  /** SES sends with an envelope sender of its own unless it is given a custom one. */
  private static final String SES = "include:amazonses.com";

  /** Each in the form of a term of an SPF record, in lower case. */
  public Provider {
    spf = spf.stream().map(Provider::term).toList();
  }

  boolean hasOwnEnvelopeSender() {
    return spf.contains(SES);
  }

  private static String term(String given) {
    String text = given.strip().toLowerCase(Locale.ROOT);
    if (text.matches("[0-9.]+(/\\d+)?")) {
      return "ip4:" + text;
    }
    if (text.matches("[0-9a-f]*:[0-9a-f:.]*(/\\d+)?")) {
      return "ip6:" + text;
    }
    return text.contains(":") || text.matches("(a|mx)(/.*)?") ? text : "include:" + text;
  }
}

package io.dromail.ingest;

import io.dromail.mail.ListUnsubscribe;
import io.dromail.mail.Mail;
import io.dromail.mail.Refused;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which ways off a list can be written into a header that mail programs act on by themselves (RFC
 * 2369, RFC 8058). Stateless.
 */
final class ListUnsubscribeRules {

  /** ASCII without what ends an address in a header. */
  private static final Pattern ADDRESS = Pattern.compile("[!-~&&[^<>\"]]+");

  /** What needs no percent-encoding before the {@code @} of a mailto URI (RFC 6068 section 2). */
  private static final Pattern LOCAL_PART = Pattern.compile("[A-Za-z0-9!$'*+._~%-]+");

  /** A line end in a field would put fields of others' making into the mail. */
  private static final Pattern LINE_END = Pattern.compile("%0[AD]", Pattern.CASE_INSENSITIVE);

  private ListUnsubscribeRules() {}

  /** Refuses what no header can be made of, and a second one beside it. */
  static void check(Mail mail, String prefix) throws Refused {
    ListUnsubscribe list = mail.listUnsubscribe();
    if (list == null) {
      return;
    }
    if (!isHttps(list.url())) {
      throw Refused.field(
          "invalid_parameter",
          prefix + "list_unsubscribe.url",
          "must be an https address, percent-encoded where it isn't ASCII");
    }
    if (list.mailto() != null && !isMailto(list.mailto())) {
      throw Refused.field(
          "invalid_parameter",
          prefix + "list_unsubscribe.mailto",
          "must be an address in ASCII, with ?subject= or without, percent-encoded");
    }
    for (String header : mail.headers().keySet()) {
      if (header.toLowerCase(Locale.ROOT).matches("list-unsubscribe(-post)?")) {
        throw Refused.field(
            "invalid_header", prefix + "headers." + header, "is made from list_unsubscribe");
      }
    }
  }

  private static boolean isHttps(String url) {
    try {
      URI uri = new URI(url);
      return ADDRESS.matcher(url).matches()
          && "https".equalsIgnoreCase(uri.getScheme())
          && uri.getHost() != null
          && uri.getRawUserInfo() == null;
    } catch (URISyntaxException notOne) {
      return false;
    }
  }

  private static boolean isMailto(String mailto) {
    String address = mailto.split("\\?", 2)[0];
    try {
      new URI("mailto:" + mailto);
    } catch (URISyntaxException notOne) {
      return false;
    }
    return ADDRESS.matcher(mailto).matches()
        && !LINE_END.matcher(mailto).find()
        && AddressSyntax.allows(address)
        && LOCAL_PART.matcher(address.substring(0, address.lastIndexOf('@'))).matches();
  }
}

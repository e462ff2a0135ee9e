package io.dromail.mail;

/**
 * How a recipient gets off the list (RFC 2369 section 3.2, RFC 8058).
 *
 * @param url an https address
 * @param mailto an address that takes the wish as a mail, with or without fields such as {@code
 *     ?subject=} (RFC 6068), without {@code mailto:}; or null
 * @param oneClick whether a POST to the address is enough, without a page that asks again
 */
public record ListUnsubscribe(String url, String mailto, boolean oneClick) {

  private static final String SCHEME = "mailto:";

  /** Reads an address of either form: {@code a@b} or {@code mailto:a@b}. */
  public ListUnsubscribe {
    if (mailto != null) {
      String bare =
          mailto.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
              ? mailto.substring(SCHEME.length())
              : mailto;
      int fields = bare.indexOf('?') < 0 ? bare.length() : bare.indexOf('?');
      mailto = Address.of(bare.substring(0, fields), null).email() + bare.substring(fields);
    }
  }
}

package io.dromail.mail;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.text.Normalizer;
import java.util.Locale;

/**
 * A mailbox with an optional display name (RFC 5322 section 3.4). Reads both forms of the contract,
 * the text {@code "Ada <ada@example.com>"} and the object {@code {"email", "name"}}; it doesn't
 * judge the syntax.
 *
 * @param email the addr-spec, in NFC (RFC 6532 section 3.1); an internationalised domain in its
 *     ASCII form (RFC 5890), which every server takes
 * @param name the display name, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Address(String email, String name) {

  /** Makes an address from the object form of the contract. */
  @JsonCreator
  public static Address of(@JsonProperty("email") String email, @JsonProperty("name") String name) {
    return new Address(normalised(email), name == null || name.isBlank() ? null : name);
  }

  /**
   * Splits {@code "Name <a@b>"} or {@code "a@b"}. The display name may be quoted (RFC 5322 section
   * 3.2.4) and need not be; a comma is part of the name. What looks like several mailboxes stays
   * one text, which is no address: better refused than sent to the last one only.
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Address parse(String text) {
    String mailbox = text.strip();
    int open = mailbox.lastIndexOf('<');
    if (open < 0 || !mailbox.endsWith(">")) {
      return of(mailbox, null);
    }
    String email = mailbox.substring(open + 1, mailbox.length() - 1).strip();
    String name = mailbox.substring(0, open).strip();
    return !isQuoted(name) && name.matches(".*[<>].*")
        ? of(mailbox, null)
        : of(email, unquoted(name));
  }

  /** An address, or {@code @domain}, in the form in which two are compared. */
  public static String comparable(String email) {
    return normalised(email).toLowerCase(Locale.ROOT);
  }

  /** The part behind the {@code @}, in lower case. */
  public String domain() {
    return email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  private static boolean isQuoted(String name) {
    return name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
  }

  private static String unquoted(String name) {
    return isQuoted(name) ? name.substring(1, name.length() - 1).replaceAll("\\\\(.)", "$1") : name;
  }

  /**
   * Whether only servers with SMTPUTF8 can serve it: what stands before the {@code @} isn't ASCII.
   */
  public boolean needsSmtpUtf8() {
    return !isAscii(email);
  }

  private static String normalised(String email) {
    if (isAscii(email)) {
      return email;
    }
    int at = email.lastIndexOf('@');
    return Normalizer.normalize(email.substring(0, at + 1), Normalizer.Form.NFC)
        + DomainName.ascii(email.substring(at + 1));
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }
}

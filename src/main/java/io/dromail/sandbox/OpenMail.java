package io.dromail.sandbox;

import io.dromail.mail.Address;
import java.time.Instant;
import java.util.List;

/**
 * A mail taken apart, as a person wants to see it.
 *
 * @param sender of the SMTP envelope
 * @param recipients of the SMTP envelope
 * @param sentAt the date that the mail gives itself, or null
 * @param html null without an HTML part
 * @param text null without a text part
 * @param source the raw mail, or its begin
 * @param readable false if the mail isn't proper MIME; there is only the source then
 */
public record OpenMail(
    long n,
    String subject,
    List<Address> from,
    List<Address> to,
    List<Address> cc,
    List<Address> replyTo,
    String sender,
    List<Recipient> recipients,
    Instant sentAt,
    Instant receivedAt,
    int size,
    String html,
    String text,
    List<Field> headers,
    List<MailFile> files,
    String source,
    boolean readable) {

  /**
   * Somebody to whom the mail was sent.
   *
   * @param blind whether the mail doesn't name this recipient
   */
  public record Recipient(String email, boolean blind) {}

  /** A line of the mail's header, decoded. */
  public record Field(String name, String value) {}

  /** The size, for a person. */
  public String sizeText() {
    return MailFile.sizeText(size);
  }

  /** Whether the source is longer than what is shown of it. */
  public boolean sourceIsCut() {
    return source.length() < size;
  }

  /** The first header of a name, or an empty text. */
  String header(String name) {
    return headers.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .findFirst()
        .orElse("");
  }
}

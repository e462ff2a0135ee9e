package io.dromail.testing;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * A mail the server has taken.
 *
 * @param envelopeFrom the reverse-path, empty for a bounce
 * @param recipients the recipients the server accepted, in their order
 * @param mailParameters what followed the reverse-path, such as {@code BODY=8BITMIME}
 * @param raw the content as sent, without dot-stuffing (RFC 5321, section 4.5.2)
 * @param tls whether it came over TLS
 * @param authenticatedUser who had logged in
 * @param connection the number of the connection, counted from one
 * @param receivedAt when the server took it
 */
public record ReceivedMail(
    String envelopeFrom,
    List<String> recipients,
    List<String> mailParameters,
    byte[] raw,
    boolean tls,
    Optional<String> authenticatedUser,
    int connection,
    Instant receivedAt) {

  public ReceivedMail {
    recipients = List.copyOf(recipients);
    mailParameters = List.copyOf(mailParameters);
  }

  /** The content, parsed. */
  public MimeMessage message() {
    try {
      return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(raw));
    } catch (MessagingException e) {
      throw new IllegalStateException("not a mail: " + this, e);
    }
  }

  /** The first header of this name, unfolded but not decoded. */
  public Optional<String> header(String name) {
    try {
      String[] values = new InternetHeaders(new ByteArrayInputStream(raw)).getHeader(name);
      return values == null ? Optional.empty() : Optional.of(MimeUtility.unfold(values[0]));
    } catch (MessagingException e) {
      throw new IllegalStateException("no readable headers in " + envelopeFrom + "'s mail", e);
    }
  }

  public Optional<String> messageId() {
    return header("Message-ID");
  }

  /** How many CR or LF stand alone, which no client may send (RFC 5321, section 2.3.8). */
  public int bareLineEnds() {
    int bare = 0;
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '\r' && (i + 1 == raw.length || raw[i + 1] != '\n')) {
        bare++;
      } else if (raw[i] == '\n' && (i == 0 || raw[i - 1] != '\r')) {
        bare++;
      }
    }
    return bare;
  }

  @Override
  public String toString() {
    return "mail from <%s> to %s, Message-ID %s, %d octets, connection %d"
        .formatted(envelopeFrom, recipients, messageId().orElse("none"), raw.length, connection);
  }
}

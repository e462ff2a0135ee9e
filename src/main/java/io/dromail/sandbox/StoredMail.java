package io.dromail.sandbox;

import java.time.Instant;
import java.util.List;

/** A mail as it arrived. Its summary is made when it's first asked for, not on arrival. */
final class StoredMail {

  private final long number;
  private final Instant receivedAt;
  private final String sender;
  private final List<String> recipients;
  private final byte[] mime;
  private volatile MailSummary summary;

  /**
   * Wraps a mail.
   *
   * @param sender of MAIL FROM
   * @param recipients of RCPT TO, blind copies among them
   */
  StoredMail(long number, Instant receivedAt, String sender, List<String> recipients, byte[] mime) {
    this.number = number;
    this.receivedAt = receivedAt;
    this.sender = sender;
    this.recipients = recipients;
    this.mime = mime;
  }

  long number() {
    return number;
  }

  Instant receivedAt() {
    return receivedAt;
  }

  String sender() {
    return sender;
  }

  List<String> recipients() {
    return recipients;
  }

  byte[] mime() {
    return mime;
  }

  MailSummary summary() {
    if (summary == null) {
      summary = MailSummary.of(MimeReader.open(this));
    }
    return summary;
  }
}

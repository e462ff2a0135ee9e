package io.dromail.journal;

import io.dromail.mail.MailEvent.Kind;
import java.time.Instant;

/**
 * Where a mail stands with one of those who shall receive it.
 *
 * @param kind {@code to}, {@code cc} or {@code bcc}
 * @param status what happened last
 * @param at when that was
 */
public record Recipient(String address, String kind, Kind status, Instant at) {

  static Recipient queued(String address, String kind, Instant at) {
    return new Recipient(address, kind, Kind.QUEUED, at);
  }

  Recipient after(Kind event, Instant when) {
    return new Recipient(address, kind, event, when);
  }

  /** Whether a server took the mail, or it was taken back; then nothing reopens it. */
  boolean isSettled() {
    return status == Kind.SENT || status == Kind.CANCELED;
  }

  /** Whether there may be another attempt without anybody's doing. */
  boolean isOpen() {
    return status == Kind.QUEUED || status == Kind.DELIVERY_DELAYED;
  }
}

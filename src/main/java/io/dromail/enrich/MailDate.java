package io.dromail.enrich;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The text of a {@code Date} field (RFC 5322 section 3.3), in the time zone of this process. Mails
 * of the same second share one. Jakarta Mail's own format is one for all threads, behind a lock.
 *
 * @param second since the epoch
 * @param text the field's value
 */
record MailDate(long second, String text) {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneId.systemDefault());

  private static volatile MailDate last = new MailDate(Long.MIN_VALUE, "");

  /** The value for this instant. */
  static String of(Instant instant) {
    MailDate known = last;
    if (known.second != instant.getEpochSecond()) {
      known = new MailDate(instant.getEpochSecond(), FORMAT.format(instant));
      last = known;
    }
    return known.text;
  }
}

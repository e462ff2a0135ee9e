package io.dromail.command;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** Times of the API as a person here reads them. */
final class MailTime {

  private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter EARLIER = DateTimeFormatter.ofPattern("MM-dd HH:mm");
  private static final DateTimeFormatter WHOLE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private MailTime() {}

  /** As short as can be: the time of today, or the day and the minute. */
  static String brief(String instant) {
    try {
      ZonedDateTime time = Instant.parse(instant).atZone(ZoneId.systemDefault());
      return time.format(time.toLocalDate().equals(LocalDate.now()) ? TODAY : EARLIER);
    } catch (DateTimeParseException unknown) {
      return instant;
    }
  }

  /** The day and the second. */
  static String whole(String instant) {
    try {
      return Instant.parse(instant).atZone(ZoneId.systemDefault()).format(WHOLE);
    } catch (DateTimeParseException unknown) {
      return instant;
    }
  }
}

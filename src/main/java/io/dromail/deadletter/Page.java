package io.dromail.deadletter;

import io.dromail.mail.Refused;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * Where a page of the list begins: behind a letter, in the list's order, the newest first.
 *
 * @param failedAt when that letter failed
 * @param id that letter's
 */
record Page(Instant failedAt, UUID id) {

  /**
   * Reads a cursor.
   *
   * @throws Refused 422 {@code invalid_parameter}, if it isn't one that was handed out
   */
  static Page behind(String cursor) throws Refused {
    try {
      String[] place =
          new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("/", 2);
      return new Page(Instant.parse(place[0]), UUID.fromString(place[1]));
    } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException notOne) {
      throw Refused.field("invalid_parameter", "cursor", "is not one of a list's next");
    }
  }

  /** The cursor of what comes behind a letter. */
  static String cursor(Letter last) {
    String place = last.failedAt() + "/" + last.id();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.getBytes(StandardCharsets.UTF_8));
  }
}

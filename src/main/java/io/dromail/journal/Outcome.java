package io.dromail.journal;

import io.dromail.mail.MailEvent;
import java.util.UUID;

/** An event, with its ids as the database knows them. */
record Outcome(UUID eventId, UUID mailId, MailEvent event) implements JournalEntry {

  /**
   * Of an event.
   *
   * @throws IllegalArgumentException if it has no usable ids
   */
  static Outcome of(MailEvent event) {
    if (event.eventId() == null || event.id() == null || event.event() == null) {
      throw new IllegalArgumentException("an event needs event_id, id and event");
    }
    if (event.at() == null) {
      throw new IllegalArgumentException("an event needs a time");
    }
    return new Outcome(UUID.fromString(event.eventId()), UUID.fromString(event.id()), event);
  }
}

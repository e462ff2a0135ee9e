package io.dromail.mail;

import java.time.Instant;

/** How far the journal is behind what the broker holds for it. Thread-safe. */
public interface JournalBacklog {

  /** Since when there is a connection to the broker; what was accepted before may come again. */
  Instant connectedSince();

  /**
   * Waits until the journal has read what was there when the connection was made, for a few seconds
   * at most, and not again on the same connection.
   */
  void await();
}

package io.dromail.testing;

import io.dromail.mail.JournalBacklog;
import java.time.Instant;

/** A journal that is never behind, at a broker that was always connected. */
public final class NoBacklog implements JournalBacklog {

  @Override
  public Instant connectedSince() {
    return Instant.EPOCH;
  }

  @Override
  public void await() {
    // There is nothing to wait for.
  }
}

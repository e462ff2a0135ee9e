package io.dromail.broker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one thread writes to sockets of {@link GatheringSockets}, and what is kept of it so that
 * many small messages share one write: each costs a call of the operating system, and wakes the
 * broker. Of one thread.
 */
final class Gathering {

  private static final Logger LOG = LoggerFactory.getLogger(Gathering.class);
  private static final ThreadLocal<Gathering> CURRENT = new ThreadLocal<>();

  private final List<GatheringStream> streams = new ArrayList<>();

  /** The one in which this thread writes now, or null. */
  static Gathering current() {
    return CURRENT.get();
  }

  /**
   * Writes, and may keep what is written until the next {@link #flush}. Must not wait for an answer
   * to it.
   */
  void write(Writing writing) throws IOException {
    CURRENT.set(this);
    try {
      writing.write();
    } finally {
      CURRENT.remove();
    }
  }

  /** Hears of each stream that keeps something. */
  void add(GatheringStream keeping) {
    streams.add(keeping);
  }

  /**
   * Writes what is kept. A socket that doesn't take it is closed, whereupon the connection's reader
   * tells all who wait for an answer.
   */
  void flush() {
    for (GatheringStream stream : streams) {
      try {
        stream.writeKept();
      } catch (IOException lost) {
        LOG.debug("what was gathered can't be written", lost);
        stream.abandon();
      }
    }
    streams.clear();
  }

  /** Writes to a socket. */
  @FunctionalInterface
  interface Writing {
    void write() throws IOException;
  }
}

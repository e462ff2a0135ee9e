package io.dromail.testing;

import java.io.IOException;

/**
 * Where hanging sessions wait. A session draws a ticket before anyone can see that it reached its
 * stage; opening the gate lets every ticket drawn so far pass, so that a release is never missed by
 * a session that is just about to wait.
 */
final class Gate {
  private static final long PEER_CHECK_MILLIS = 20;

  private long lastTicket;
  private long released;
  private long abandoned;
  private boolean closed;

  /** Tells whether the client has given up in the meantime. */
  interface Peer {
    boolean hasGone() throws IOException;
  }

  synchronized long ticket() {
    return ++lastTicket;
  }

  /** Those who wait now go on. */
  synchronized void release() {
    released = lastTicket;
    notifyAll();
  }

  /** Those who wait now are dropped. */
  synchronized void abandon() {
    abandoned = lastTicket;
    notifyAll();
  }

  /** Nobody waits any more, now or later. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Returns when the ticket was released; ends the connection when it never will be. */
  void await(long ticket, Peer peer) throws IOException {
    while (!isReleased(ticket)) {
      if (peer.hasGone()) {
        throw ConnectionEnded.abruptly("the client left during a hang");
      }
    }
    if (peer.hasGone()) {
      throw ConnectionEnded.abruptly("the client had left when the hang ended");
    }
  }

  private synchronized boolean isReleased(long ticket) throws ConnectionEnded {
    if (isWaiting(ticket)) {
      try {
        wait(PEER_CHECK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw ConnectionEnded.abruptly("interrupted during a hang");
      }
    }
    if (closed || ticket <= abandoned) {
      throw ConnectionEnded.abruptly("the server gave up a hang");
    }
    return ticket <= released;
  }

  private boolean isWaiting(long ticket) {
    return !closed && ticket > abandoned && ticket > released;
  }
}

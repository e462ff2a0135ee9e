package io.dromail.testing;

import java.io.IOException;

/** Leaves the dialogue: the connection is to be closed now. */
final class ConnectionEnded extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean afterReply;

  private ConnectionEnded(String reason, boolean afterReply) {
    super(reason);
    this.afterReply = afterReply;
  }

  /** Closes at once. */
  static ConnectionEnded abruptly(String reason) {
    return new ConnectionEnded(reason, false);
  }

  /** Closes so that the client certainly sees the last reply. */
  static ConnectionEnded afterReply(String reason) {
    return new ConnectionEnded(reason, true);
  }

  boolean isAfterReply() {
    return afterReply;
  }
}

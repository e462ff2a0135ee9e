package io.dromail.testing;

/** What the server does when a client reaches a stage. */
sealed interface Behaviour {

  /** Nothing was scripted: the command is accepted with its usual reply. */
  record Accept() implements Behaviour {}

  /**
   * Gives this reply. The command takes effect when the code is positive (RFC 5321, section 4.2.1);
   * lines of the text are separated by {@code \n} and become a multi-line reply.
   */
  record Reply(int code, String text, boolean thenDrop) implements Behaviour {

    public Reply {
      if (code < 200 || code > 599) {
        throw new IllegalArgumentException("not an SMTP reply code: " + code);
      }
    }

    Reply(int code, String text) {
      this(code, text, false);
    }

    boolean isPositive() {
      return code < 400;
    }

    /** A server that says 421 closes the transmission channel (RFC 5321, section 3.8). */
    boolean endsConnection() {
      return thenDrop || code == 421;
    }
  }

  /** Gives no reply until released; the command is accepted before or after the wait. */
  record Hang(boolean afterAccepting) implements Behaviour {}

  /** Closes the connection without a reply; the command may have been accepted before that. */
  record Drop(boolean afterAccepting) implements Behaviour {}
}

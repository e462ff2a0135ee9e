package io.dromail.smtp;

import java.io.IOException;
import java.util.List;

/**
 * What became of a mail.
 *
 * @param toRecipients the replies to RCPT, in order, as far as they came
 * @param reply the reply that decided, or null without one
 * @param lost why no reply came, or null
 * @param afterContent whether the end of the content had begun to leave
 */
public record Outcome(
    Fate fate, List<Reply> toRecipients, Reply reply, IOException lost, boolean afterContent) {

  /** How far a mail has come. */
  public enum Fate {
    /** The server took it, for those recipients whom it had taken. */
    TAKEN,
    /** The server refused it, or all of its recipients, or has said that it closes. */
    REFUSED,
    /** The connection was lost before the end of the content left: the server doesn't have it. */
    LOST,
    /** Nothing was done about it; it goes over another connection, and that's no failed attempt. */
    UNTOUCHED,
    /** The end of the content left and no reply came: nobody knows. */
    UNKNOWN
  }

  static Outcome untouched(IOException why) {
    return new Outcome(Fate.UNTOUCHED, List.of(), null, why, false);
  }
}

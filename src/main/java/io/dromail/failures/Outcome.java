package io.dromail.failures;

import io.dromail.mail.Envelope;
import io.dromail.mail.MailEvent;
import java.util.Date;
import java.util.Map;

/**
 * What an attempt came to for some of a mail's recipients, and what is to be done about them.
 *
 * @param next what happens to them
 * @param event for the journal; null if no attempt was made
 * @param job the mail for these recipients, as it goes on
 * @param delay the label of the queue in which it waits, or null
 * @param due when it's back from there, or null
 * @param letter the headers of the dead letter, or none
 */
public record Outcome(
    Next next, MailEvent event, Envelope job, String delay, Date due, Map<String, Object> letter) {

  /** Nothing happened, and nothing is to be done. */
  static Outcome nothing() {
    return new Outcome(Next.DONE, null, null, null, null, Map.of());
  }

  /** What happens to the recipients. */
  enum Next {
    DONE,
    RETRY,
    DEAD
  }

  /** Whether they wait for another attempt; asked by the routes. */
  public boolean isRetried() {
    return next == Next.RETRY;
  }

  /** Whether they are given up; asked by the routes. */
  public boolean isDead() {
    return next == Next.DEAD;
  }

  /** Whether they are given up since no attempt could help. */
  boolean isFailure() {
    return Decision.PERMANENT.equals(letter.get("Dromail-Failure"));
  }

  /** The SMTP profile that was asked, for the metrics; asked by the routes. */
  public String profile() {
    return event == null || event.profile() == null ? "none" : event.profile();
  }

  /** Whether there is something to tell the journal; asked by the routes. */
  public boolean isEvent() {
    return event != null;
  }
}

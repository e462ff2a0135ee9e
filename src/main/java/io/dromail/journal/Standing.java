package io.dromail.journal;

import io.dromail.mail.MailEvent;
import io.dromail.mail.MailEvent.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Where a mail stands after all that happened to it. It depends on the events alone, not on the
 * order in which they are known, so that late and repeated ones do no harm.
 *
 * @param recipients in the order of the request
 * @param lastEvent the mail's: of what is still open, else the worst
 * @param at when that was
 * @param nextAttemptAt when the next attempt is due, or null
 */
record Standing(List<Recipient> recipients, Kind lastEvent, Instant at, Instant nextAttemptAt) {

  private static final List<Kind> TELLING_FIRST =
      List.of(
          Kind.DELIVERY_DELAYED,
          Kind.QUEUED,
          Kind.UNKNOWN,
          Kind.FAILED,
          Kind.BOUNCED,
          Kind.CANCELED,
          Kind.SENT);

  private static final Comparator<MailEvent> IN_ORDER =
      Comparator.comparingInt(MailEvent::attempt).thenComparing(MailEvent::at);

  /**
   * Replays events.
   *
   * @param acceptedAt since when the recipients were queued
   * @param before the recipients; what they came to is found anew
   */
  static Standing of(
      Instant acceptedAt, List<Recipient> before, Collection<MailEvent> unsortedEvents) {
    List<MailEvent> events = unsortedEvents.stream().sorted(IN_ORDER).toList();
    List<Recipient> recipients = new ArrayList<>();
    List<Instant> next = new ArrayList<>();
    for (Recipient recipient : before) {
      Recipient now = Recipient.queued(recipient.address(), recipient.kind(), acceptedAt);
      Instant due = null;
      for (MailEvent event : events) {
        if (concerns(event, now)) {
          now = now.after(event.event(), event.at());
          due = event.event() == Kind.DELIVERY_DELAYED ? event.nextAttemptAt() : null;
        }
      }
      recipients.add(now);
      next.add(due);
    }
    Kind last =
        recipients.stream()
            .map(Recipient::status)
            .min(Comparator.comparingInt(TELLING_FIRST::indexOf))
            .orElse(Kind.QUEUED);
    return new Standing(
        recipients,
        last,
        recipients.stream()
            .filter(recipient -> recipient.status() == last)
            .map(Recipient::at)
            .max(Comparator.naturalOrder())
            .orElse(acceptedAt),
        next.stream().filter(Objects::nonNull).min(Comparator.naturalOrder()).orElse(null));
  }

  /** What was sent stays sent; a mail that was taken back too late was sent all the same. */
  private static boolean concerns(MailEvent event, Recipient recipient) {
    return event.recipients() != null
        && event.recipients().contains(recipient.address())
        && (!recipient.isSettled()
            || recipient.status() == Kind.CANCELED && event.event() == Kind.SENT);
  }
}

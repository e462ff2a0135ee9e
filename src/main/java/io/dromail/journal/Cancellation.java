package io.dromail.journal;

import io.dromail.mail.MailEvent;
import io.dromail.mail.MailEvent.Kind;
import io.dromail.mail.Refused;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * Takes a mail back for the recipients that are still open, if it waits for a retry. Answers the
 * mail as it then is, also if it was taken back before; null if there is no such mail.
 */
record Cancellation(UUID id, String scope) implements Transaction.Work<Email, Refused> {

  @Override
  public Email in(Connection connection) throws SQLException, Refused {
    new Rows(connection).lock(List.of(id));
    Email email = new Emails(connection).find(id, scope);
    if (email == null || isDone(email)) {
      return email;
    }
    if (email.lastEvent() != Kind.DELIVERY_DELAYED) {
      throw Refused.because(
          409,
          "not_cancelable",
          "The mail is "
              + email.lastEvent()
              + "; only one that waits for another attempt (delivery_delayed) can be canceled.");
    }
    new Ledger(connection).enter(List.of(canceled(email)));
    return new Emails(connection).find(id, scope);
  }

  private static boolean isDone(Email email) {
    return email.recipients().stream().noneMatch(Recipient::isOpen)
        && email.recipients().stream().anyMatch(to -> to.status() == Kind.CANCELED);
  }

  private Outcome canceled(Email email) {
    UUID eventId = UUID.randomUUID();
    return new Outcome(
        eventId,
        id,
        new MailEvent(
            eventId.toString(),
            Kind.CANCELED,
            id.toString(),
            null,
            email.stream(),
            email.attempts().stream().mapToInt(Email.Attempt::attempt).max().orElse(1),
            Instant.now().truncatedTo(ChronoUnit.MILLIS),
            email.recipients().stream().filter(Recipient::isOpen).map(Recipient::address).toList(),
            null,
            null,
            0,
            null,
            null,
            0,
            null,
            null));
  }
}

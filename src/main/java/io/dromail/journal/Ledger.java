package io.dromail.journal;

import io.dromail.mail.MailEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Enters mails and events into the journal, within one transaction of the caller. What is there
 * already is left as it is; where a mail stands is found anew from all of its events.
 */
final class Ledger {

  private final Rows rows;
  private final NewRows news;

  Ledger(Connection connection) {
    rows = new Rows(connection);
    news = new NewRows(connection);
  }

  /** Enters what isn't there yet, with as many statements for many entries as for one. */
  void enter(List<JournalEntry> entries) throws SQLException {
    SortedMap<UUID, AcceptedMail> mails = new TreeMap<>();
    SortedMap<UUID, Outcome> outcomes = new TreeMap<>();
    SortedSet<UUID> ids = new TreeSet<>();
    for (JournalEntry entry : entries) {
      ids.add(entry.mailId());
      if (entry instanceof AcceptedMail mail) {
        mails.putIfAbsent(mail.mailId(), mail);
      } else if (entry instanceof Outcome outcome) {
        outcomes.putIfAbsent(outcome.eventId(), outcome);
      }
    }
    Map<UUID, Instant> known = rows.lock(ids);
    Map<UUID, List<Outcome>> old = rows.outcomes(known.keySet());
    old.values().forEach(all -> all.forEach(outcome -> outcomes.remove(outcome.eventId())));
    Map<UUID, List<Outcome>> fresh = new HashMap<>();
    outcomes
        .values()
        .forEach(o -> fresh.computeIfAbsent(o.mailId(), any -> new ArrayList<>()).add(o));
    Map<UUID, List<Recipient>> recipients = rows.recipients(fresh.keySet());
    for (UUID id : ids) {
      List<MailEvent> events = events(old.get(id), fresh.get(id));
      AcceptedMail mail = mails.get(id);
      if (known.get(id) != null) {
        if (fresh.containsKey(id)) {
          List<Recipient> before = recipients.getOrDefault(id, List.of());
          news.moved(id, before, Standing.of(known.get(id), before, events));
        }
      } else if (mail != null) {
        Standing standing = Standing.of(mail.acceptedAt(), mail.recipients(), events);
        news.mail(mail, standing, known.containsKey(id));
      } else if (!known.containsKey(id)) {
        news.placeFor(id, events.get(0));
      }
    }
    for (Outcome outcome : outcomes.values()) {
      news.outcome(outcome);
    }
    news.write();
  }

  private static List<MailEvent> events(List<Outcome> old, List<Outcome> fresh) {
    List<MailEvent> events = new ArrayList<>();
    if (old != null) {
      old.forEach(outcome -> events.add(outcome.event()));
    }
    if (fresh != null) {
      fresh.forEach(outcome -> events.add(outcome.event()));
    }
    return events;
  }
}

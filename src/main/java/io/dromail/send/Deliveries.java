package io.dromail.send;

import io.dromail.mail.Envelope;
import io.dromail.mail.JournalBacklog;
import io.dromail.mail.JournalUnavailable;
import io.dromail.mail.SettledRecipients;
import io.dromail.mail.SmtpTransaction;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a mail from being sent twice: remembers for whom this process has sent which of the last
 * mails, and asks the journal about those that may have been in work before. Thread-safe.
 */
public final class Deliveries {

  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final int REMEMBERED = 10_000;

  private final SettledRecipients journal;
  private final JournalBacklog backlog;
  private final Map<String, Served> recent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Served> eldest) {
          return size() > REMEMBERED;
        }
      };

  private final Set<String> inWork = ConcurrentHashMap.newKeySet();

  /** With the journal, which is asked seldom. */
  public Deliveries(SettledRecipients journal, JournalBacklog backlog) {
    this.journal = journal;
    this.backlog = backlog;
  }

  /**
   * Leaves out of the job in the variable {@code envelope} who has the mail already; if nobody is
   * left, the variable {@code settled} is true. Until the exchange is done, the mail is in work.
   *
   * @throws RejectedExecutionException if it's in work twice: when the broker was away, a retry and
   *     the job that it came from may be there both. The second one goes back to its queue.
   */
  public void narrow(Exchange exchange) {
    Envelope job = exchange.getVariable("envelope", Envelope.class);
    if (!inWork.add(job.id())) {
      throw new RejectedExecutionException(job.id() + " is in work already");
    }
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onDone(Exchange done) {
                inWork.remove(job.id());
              }
            });
    Envelope open = open(job, Boolean.TRUE.equals(exchange.getVariable("redelivered")));
    if (open == null) {
      exchange.setVariable("settled", true);
    } else if (open != job) {
      exchange.setVariable("envelope", open);
    }
  }

  /**
   * The job without the recipients who have the mail already.
   *
   * @param redelivered whether the broker says that it has handed the job out before
   * @return null if nobody is left
   */
  Envelope open(Envelope job, boolean redelivered) {
    Set<String> settled = new LinkedHashSet<>(remembered(job.id()));
    if (redelivered
        || job.again()
        || job.attempt() > 1
        || job.acceptedAt().isBefore(backlog.connectedSince())) {
      settled.addAll(recorded(job.id()));
    }
    if (settled.isEmpty()) {
      return job;
    }
    List<String> open = job.open().stream().filter(address -> !settled.contains(address)).toList();
    return open.isEmpty() ? null : job.to(open);
  }

  /**
   * How this process sent a mail, for a job that comes again because its acknowledgement was lost:
   * its event may have been lost with it.
   *
   * @return null if another process sent it, or too long ago
   */
  public SmtpTransaction transaction(String id) {
    synchronized (recent) {
      Served served = recent.get(id);
      return served == null ? null : served.last;
    }
  }

  /** Notes for whom a server has taken a mail. */
  void sent(String id, SmtpTransaction transaction) {
    if (!transaction.accepted().isEmpty()) {
      synchronized (recent) {
        recent.merge(id, new Served(transaction), Served::and);
      }
    }
  }

  private Set<String> remembered(String id) {
    synchronized (recent) {
      Served served = recent.get(id);
      return served == null ? Set.of() : served.recipients;
    }
  }

  private Set<String> recorded(String id) {
    backlog.await();
    try {
      return journal.of(id);
    } catch (JournalUnavailable away) {
      LOG.warn("{} is sent without asking the journal: {}", id, away.getMessage());
      return Set.of();
    }
  }

  private record Served(Set<String> recipients, SmtpTransaction last) {

    Served(SmtpTransaction transaction) {
      this(Set.copyOf(transaction.accepted()), transaction);
    }

    Served and(Served later) {
      Set<String> both = new LinkedHashSet<>(recipients);
      both.addAll(later.recipients);
      return new Served(Set.copyOf(both), later.last);
    }
  }
}

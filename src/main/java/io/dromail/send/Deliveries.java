package io.dromail.send;

import io.dromail.mail.Envelope;
import io.dromail.mail.JournalBacklog;
import io.dromail.mail.JournalUnavailable;
import io.dromail.mail.SettledRecipients;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a mail from being sent twice: remembers for whom this process has sent which of the last
 * mails, and asks the journal about those that may have been in work before. Thread-safe.
 */
public final class Deliveries {

  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final int REMEMBERED = 50_000;

  private final SettledRecipients journal;
  private final JournalBacklog backlog;
  private final Map<String, Set<String>> recent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<String>> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** With the journal, which is asked seldom. */
  public Deliveries(SettledRecipients journal, JournalBacklog backlog) {
    this.journal = journal;
    this.backlog = backlog;
  }

  /**
   * The job without the recipients who have the mail already.
   *
   * @param redelivered whether the broker says that it has handed the job out before
   * @return null if nobody is left
   */
  public Envelope open(Envelope job, boolean redelivered) {
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

  /** Notes that a server has taken a mail. */
  void sent(String id, Collection<String> recipients) {
    synchronized (recent) {
      recent.computeIfAbsent(id, any -> new LinkedHashSet<>()).addAll(recipients);
    }
  }

  private List<String> remembered(String id) {
    synchronized (recent) {
      return List.copyOf(recent.getOrDefault(id, Set.of()));
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
}

package io.dromail.throttle;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the workers have taken of a profile's limits: the state that they share. Nothing in it comes
 * back except by time, so an older copy never lets a mail go later than the newest would. Times are
 * microseconds since 1970. Not thread-safe.
 */
final class LimitState {

  private static final Logger LOG = LoggerFactory.getLogger(LimitState.class);
  private static final long A_DAY = 86_400_000_000L;

  private static final long A_MINUTE = 60_000_000;
  private static final Timeline UNUSED = new Timeline();
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  @JsonProperty private Timeline mails = new Timeline();
  @JsonProperty private Map<String, Timeline> domains = new TreeMap<>();
  @JsonProperty private RecipientDays recipients = new RecipientDays();
  @JsonProperty private Leases connections = new Leases();
  @JsonProperty private Map<String, Long> workers = new TreeMap<>();

  /** Of what {@link #bytes} has written; nothing is taken in a state of no length. */
  static LimitState read(byte[] bytes) {
    try {
      return bytes.length == 0 ? new LimitState() : JSON.readValue(bytes, LimitState.class);
    } catch (IOException e) {
      LOG.warn("what was taken of the limits can't be read and is forgotten: {}", e.getMessage());
      return new LimitState();
    }
  }

  byte[] bytes() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is free in both. */
  static byte[] merge(byte[] one, byte[] other) {
    LimitState first = read(one);
    LimitState second = read(other);
    LimitState both = new LimitState();
    both.mails = Timeline.merge(first.mails, second.mails);
    both.domains = new TreeMap<>(first.domains);
    second.domains.forEach((domain, time) -> both.domains.merge(domain, time, Timeline::merge));
    both.recipients = RecipientDays.merge(first.recipients, second.recipients);
    both.connections = Leases.merge(first.connections, second.connections);
    both.workers = new TreeMap<>(first.workers);
    second.workers.forEach((worker, seen) -> both.workers.merge(worker, seen, Math::max));
    return both.bytes();
  }

  void prune(long now) {
    mails.prune(now);
    domains.values().forEach(timeline -> timeline.prune(now));
    domains.values().removeIf(timeline -> timeline.isFree(now));
    recipients.prune(now);
    connections.prune(now);
    workers.values().removeIf(seen -> seen + A_MINUTE < now);
  }

  /** Notes that a worker is there. */
  void see(String worker, long now) {
    workers.put(worker, now);
  }

  /** How many workers were there within the last minute; at least one. */
  int workers() {
    return Math.max(1, workers.size());
  }

  /** When a mail may go, from now on. */
  Turn turn(Demand demand, long now) {
    int limit = demand.limits().recipientsPerDay();
    long day = demand.recipients() == 0 ? now : recipients.free(demand.recipients(), limit, now);
    long at = day;
    for (long before = -1; before != at; ) {
      before = at;
      at = demand.limits().mailsPerMinute() == 0 ? at : mails.earliest(at);
      for (String domain : demand.domains()) {
        at = domain(domain).earliest(at);
      }
    }
    if (at == now) {
      return new Turn(now, null, 0);
    }
    return day > now
        ? new Turn(at, recipientsPerDay(demand), A_DAY * demand.recipients() / limit)
        : new Turn(at, mailsPerMinute(demand, now), intervalOf(demand, now));
  }

  /** Takes what a mail needs if its turn comes until a moment, else nothing. */
  Turn take(Demand demand, long now, long until) {
    Turn turn = turn(demand, now);
    if (turn.isBy(until)) {
      if (demand.limits().mailsPerMinute() > 0) {
        mails.take(turn.at(), demand.interval());
      }
      for (String domain : demand.domains()) {
        domains
            .computeIfAbsent(domain, any -> new Timeline())
            .take(turn.at(), demand.interval(domain));
      }
      if (demand.recipients() > 0) {
        recipients.add(demand.recipients(), turn.at());
      }
    }
    return turn;
  }

  Timeline mails() {
    return mails;
  }

  RecipientDays recipients() {
    return recipients;
  }

  Leases connections() {
    return connections;
  }

  private Timeline domain(String domain) {
    return domains.getOrDefault(domain, UNUSED);
  }

  /** The domain whose mails wait longest; null if those of the profile do. */
  private String slowest(Demand demand, long now) {
    String slowest = null;
    long latest = demand.limits().mailsPerMinute() == 0 ? 0 : mails.earliest(now);
    for (String domain : demand.domains()) {
      if (domain(domain).earliest(now) > latest) {
        slowest = domain;
        latest = domain(domain).earliest(now);
      }
    }
    return slowest;
  }

  private long intervalOf(Demand demand, long now) {
    String domain = slowest(demand, now);
    return domain == null ? demand.interval() : demand.interval(domain);
  }

  private String mailsPerMinute(Demand demand, long now) {
    String domain = slowest(demand, now);
    String profile = demand.limits().profile();
    return domain == null
        ? demand.limits().mailsPerMinute() + " mails a minute of profile " + profile
        : "%d mails a minute to %s of profile %s"
            .formatted(demand.limits().mailsPerMinute(domain), domain, profile);
  }

  private static String recipientsPerDay(Demand demand) {
    return "%d recipients a day of profile %s"
        .formatted(demand.limits().recipientsPerDay(), demand.limits().profile());
  }
}

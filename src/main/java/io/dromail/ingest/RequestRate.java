package io.dromail.ingest;

import io.dromail.mail.Refused;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Variable;

/** How many requests a second a tenant may make of this process. Thread-safe. */
public final class RequestRate {

  private final long perSecond;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  /**
   * With the limit of each tenant.
   *
   * @param perSecond 0 for no limit
   */
  public RequestRate(long perSecond) {
    this.perSecond = perSecond;
  }

  /** Refuses what is too fast: 429 {@code rate_limit_exceeded}. */
  public void check(@Variable("tenant") String tenant) throws Refused {
    if (perSecond > 0 && !buckets.computeIfAbsent(tenant, this::bucket).tryConsume(1)) {
      throw Refused.because(
          429, "rate_limit_exceeded", "More than " + perSecond + " requests a second.");
    }
  }

  private Bucket bucket(String tenant) {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
        .build();
  }
}

package io.dromail.ingest;

import io.dromail.mail.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Variable;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Claims the idempotency key of a request, if it has one and isn't a dry run, and lays out what the
 * steps that follow decide on as variables: {@code answered}, if the request was answered before,
 * else the {@code mailId} and whether it may have been published {@code again}. The database is
 * asked on threads of its own, so that one that hangs holds up no request without a key.
 * Thread-safe.
 */
public final class Idempotency extends AsyncProcessorSupport {

  private static final int THREADS = 4;
  private static final int WAITING_AT_MOST = 1_000;
  private static final long PATIENCE_MS = 2_000;

  private final IdempotencyKeys keys;
  private final ThreadPoolExecutor threads = threads();
  private final Semaphore waiting = new Semaphore(WAITING_AT_MOST);

  /** With the keys of all processes. */
  public Idempotency(IdempotencyKeys keys) {
    this.keys = keys;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    String key = exchange.getVariable("idempotencyKey", String.class);
    if (key == null) {
      callback.done(true);
      return true;
    }
    if (!IdempotencyKeys.isKey(key)) {
      return refuse(
          exchange,
          callback,
          Refused.because(
              400,
              "invalid_idempotency_key",
              "An Idempotency-Key has 1 to 256 printable characters of ASCII."));
    }
    try {
      if (DryRunRequest.is(RequestSource.of(exchange))) {
        callback.done(true);
        return true;
      }
    } catch (IOException e) {
      exchange.setException(e);
      callback.done(true);
      return true;
    }
    if (!waiting.tryAcquire()) {
      return refuse(exchange, callback, IdempotencyKeys.unavailable());
    }
    threads.execute(() -> claim(exchange, key, callback));
    return false;
  }

  /** The id of a mail of a batch; null for a new one. */
  public UUID idInBatch(Exchange exchange, @Variable("claim") Claim claim) {
    Integer index = exchange.getProperty(ExchangePropertyKey.SPLIT_INDEX, Integer.class);
    return claim == null ? null : claim.id(index);
  }

  private static boolean refuse(Exchange exchange, AsyncCallback callback, Refused why) {
    exchange.setException(why);
    callback.done(true);
    return true;
  }

  private void claim(Exchange exchange, String key, AsyncCallback callback) {
    waiting.release();
    try {
      // Who has waited that long waits because of others that do.
      if (exchange.getClock().elapsed() > PATIENCE_MS) {
        throw IdempotencyKeys.unavailable();
      }
      byte[] path = path(exchange).getBytes(StandardCharsets.UTF_8);
      String hash = Digests.hex(path, RequestSource.of(exchange));
      String tenant = exchange.getVariable("tenant", String.class);
      Claim claim = keys.claim(tenant, key, hash, UUID.randomUUID());
      exchange.setVariable("answered", claim.kept());
      if (claim.kept() == null) {
        exchange.setVariable("claim", claim);
        exchange.setVariable("mailId", claim.id(0));
        exchange.setVariable("again", claim.again());
        KeyedRequest.begin(exchange, claim, keys, threads);
      }
    } catch (Refused | IOException | RuntimeException e) {
      exchange.setException(e);
    }
    callback.done(false);
  }

  /** The path without its version, so that the alias is the same. */
  private static String path(Exchange exchange) {
    return exchange.getFromEndpoint() instanceof PlatformHttpEndpoint door
        ? door.getPath().replaceFirst("^/v1/", "/") + "\n"
        : "\n";
  }

  private static ThreadPoolExecutor threads() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            Duration.ofSeconds(10).toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "dromail-idempotency");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}

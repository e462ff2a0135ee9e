package io.dromail.ingest;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * A request that has claimed its idempotency key. When its answer is made, and before it goes out,
 * the key is settled, in this one place: a 202 is kept; a refusal frees the key; anything else
 * frees it, too, but the mail may have been published. Settles once; thread-safe.
 */
final class KeyedRequest extends SynchronizationAdapter {

  private static final String PROPERTY = KeyedRequest.class.getName();
  private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);
  private static final long PATIENCE_MS = 3_000;

  private final Claim claim;
  private final IdempotencyKeys keys;
  private final Executor threads;
  private CompletableFuture<Void> settled;

  private KeyedRequest(Claim claim, IdempotencyKeys keys, Executor threads) {
    this.claim = claim;
    this.keys = keys;
    this.threads = threads;
  }

  /** Makes the exchange one of such a request, wherever it came from. */
  static void begin(Exchange exchange, Claim claim, IdempotencyKeys keys, Executor threads) {
    KeyedRequest request = new KeyedRequest(claim, keys, threads);
    exchange.setProperty(PROPERTY, request);
    exchange.getExchangeExtension().addOnCompletion(request);
  }

  /**
   * Settles the key of a request, if it has one.
   *
   * @return completes when that is done, or has failed, or takes too long
   */
  static CompletableFuture<Void> settle(Exchange exchange) {
    KeyedRequest request = exchange.getProperty(PROPERTY, KeyedRequest.class);
    return request == null ? NOTHING : request.settleOnce(exchange);
  }

  @Override
  public void onDone(Exchange exchange) {
    settleOnce(exchange);
  }

  private synchronized CompletableFuture<Void> settleOnce(Exchange exchange) {
    if (settled == null) {
      Message answer = exchange.getMessage();
      Integer status = answer.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
      boolean answered = exchange.getException() == null && status != null;
      Runnable work;
      if (answered && status == 202) {
        String location = answer.getHeader("Location", String.class);
        String body = new String(answer.getBody(byte[].class), StandardCharsets.UTF_8);
        work = () -> keys.keep(claim, new KeptAnswer(status, location, body));
      } else {
        boolean refused = answered && status < 500;
        work = () -> keys.free(claim, !refused);
      }
      settled =
          CompletableFuture.runAsync(work, threads)
              .completeOnTimeout(null, PATIENCE_MS, TimeUnit.MILLISECONDS);
    }
    return settled;
  }
}

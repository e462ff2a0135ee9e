package io.dromail.broker;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.ReturnedMessage;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Publishes persistent, mandatory messages and tells when the broker has confirmed them. One thread
 * writes, so that a broker that hangs holds that thread and nobody else's: callers get their answer
 * within the time-out whatever the broker does, and what timed out before it was written is never
 * written. Thread-safe.
 */
final class Publisher implements AutoCloseable {

  private static final int WAITING_AT_MOST = 20_000;

  private final RabbitTemplate template;
  private final Exchanges exchanges;
  private final long timeoutMs;
  private final BlockingQueue<Publish> waiting = new ArrayBlockingQueue<>(WAITING_AT_MOST);
  private final Thread writer = new Thread(this::write, "dromail-publisher");

  Publisher(ConnectionFactory connections, long timeoutMs) {
    this.timeoutMs = timeoutMs;
    template = new RabbitTemplate(connections);
    template.setMandatory(true);
    template.setUsePublisherConnection(true);
    exchanges = new Exchanges(connections.getPublisherConnectionFactory());
    writer.setDaemon(true);
    writer.start();
  }

  /**
   * Publishes, without waiting.
   *
   * @return completes when the broker has the message in a queue, else fails with {@link
   *     NotConfirmed}; its dependents run on a thread of the broker's connection and must not block
   */
  CompletableFuture<Void> publish(String exchange, String routingKey, Message message) {
    CompletableFuture<Void> outcome = new CompletableFuture<>();
    if (!waiting.offer(new Publish(exchange, routingKey, message, outcome))) {
      outcome.completeExceptionally(
          new NotConfirmed(WAITING_AT_MOST + " publishes are waiting already", null));
      return outcome;
    }
    return outcome
        .orTimeout(timeoutMs, TimeUnit.MILLISECONDS)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(named(failure)));
  }

  private void write() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Publish next = waiting.take();
        if (!next.outcome.isDone()) {
          write(next);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Publish publish) {
    CorrelationData correlation = new CorrelationData();
    try {
      if (!exchanges.exists(publish.exchange)) {
        publish.outcome.completeExceptionally(
            new NotConfirmed("there is no exchange '" + publish.exchange + "'", null));
        return;
      }
      template.send(publish.exchange, publish.routingKey, publish.message, correlation);
    } catch (java.io.IOException | RuntimeException e) {
      publish.outcome.completeExceptionally(
          new NotConfirmed("the broker can't be reached: " + e.getMessage(), e));
      return;
    }
    correlation
        .getFuture()
        .whenComplete(
            (confirm, failure) -> settle(publish, correlation.getReturned(), confirm, failure));
  }

  private void settle(
      Publish publish,
      ReturnedMessage returned,
      CorrelationData.Confirm confirm,
      Throwable failure) {
    if (returned != null) {
      publish.outcome.completeExceptionally(
          new NotConfirmed("no queue for " + publish + ": " + returned.getReplyText(), null));
    } else if (failure != null || !confirm.isAck()) {
      exchanges.forget(publish.exchange);
      String reason = failure == null ? confirm.getReason() : failure.getMessage();
      publish.outcome.completeExceptionally(
          new NotConfirmed("the broker refused " + publish + ": " + reason, failure));
    } else {
      publish.outcome.complete(null);
    }
  }

  private NotConfirmed named(Throwable failure) {
    Throwable cause =
        failure instanceof java.util.concurrent.CompletionException ? failure.getCause() : failure;
    if (cause instanceof NotConfirmed known) {
      return known;
    }
    return cause instanceof TimeoutException
        ? new NotConfirmed("the broker did not confirm within " + timeoutMs + " ms", null)
        : new NotConfirmed("publishing failed: " + cause, cause);
  }

  @Override
  public void close() {
    writer.interrupt();
  }

  private record Publish(
      String exchange, String routingKey, Message message, CompletableFuture<Void> outcome) {
    @Override
    public String toString() {
      return "exchange '" + exchange + "', routing key '" + routingKey + "'";
    }
  }
}

package io.dromail.broker;

import java.util.concurrent.CompletableFuture;
import org.springframework.amqp.core.Message;

/** A message on its way to the broker, and the answer that its sender waits for. */
record Publish(
    String exchange, String routingKey, Message message, CompletableFuture<Void> outcome) {

  boolean isAnswered() {
    return outcome.isDone();
  }

  /** The broker has it in a queue; says nothing if it failed before. */
  void confirm() {
    outcome.complete(null);
  }

  /** It isn't confirmed; says nothing if there was an answer before. */
  void fail(String reason, Throwable cause) {
    outcome.completeExceptionally(new NotConfirmed(reason, cause));
  }

  @Override
  public String toString() {
    return "exchange '" + exchange + "', routing key '" + routingKey + "'";
  }
}

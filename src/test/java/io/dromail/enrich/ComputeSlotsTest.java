package io.dromail.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.UnitOfWorkHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ComputeSlotsTest {

  private final CamelContext context = new DefaultCamelContext();
  private final ComputeSlots slots = new ComputeSlots(1);

  @Test
  void keepsOneWaitingWhileAnotherHasTheSlot() throws Exception {
    Exchange first = new DefaultExchange(context);
    slots.take(first);
    CompletableFuture<Exchange> second = takenElsewhere();
    await()
        .during(Duration.ofMillis(200))
        .atMost(Duration.ofSeconds(1))
        .until(() -> !second.isDone());

    slots.giveBack(first);

    assertThat(second.get()).isNotNull();
  }

  @Test
  void aSlotIsGivenBackOnce() throws Exception {
    Exchange first = new DefaultExchange(context);
    slots.take(first);
    slots.giveBack(first);
    slots.giveBack(first);
    slots.take(new DefaultExchange(context));

    CompletableFuture<Exchange> third = takenElsewhere();

    await()
        .during(Duration.ofMillis(200))
        .atMost(Duration.ofSeconds(1))
        .until(() -> !third.isDone());
  }

  @Test
  void isGivenBackWithTheEndOfTheExchange() throws Exception {
    Exchange failed = new DefaultExchange(context);
    slots.take(failed);
    failed.setException(new IllegalStateException("no"));

    UnitOfWorkHelper.doneSynchronizations(
        failed, failed.getExchangeExtension().handoverCompletions());

    assertThat(takenElsewhere().get()).isNotNull();
  }

  @Test
  void anExchangeWithoutOneGivesNothingBack() throws Exception {
    slots.giveBack(new DefaultExchange(context));
    slots.take(new DefaultExchange(context));

    CompletableFuture<Exchange> second = takenElsewhere();

    await()
        .during(Duration.ofMillis(200))
        .atMost(Duration.ofSeconds(1))
        .until(() -> !second.isDone());
  }

  private CompletableFuture<Exchange> takenElsewhere() {
    Exchange exchange = new DefaultExchange(context);
    CompletableFuture<Exchange> taken = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                slots.take(exchange);
                taken.complete(exchange);
              } catch (InterruptedException e) {
                taken.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return taken;
  }
}

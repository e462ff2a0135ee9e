package io.dromail.drill;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.testing.Gateway;
import io.dromail.testing.HttpAnswer;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Applications that hand in mails over HTTP, side by side. Whatever isn't answered with 202 is
 * given up, and another mail takes its place: nobody was promised anything about it.
 */
final class Clients implements AutoCloseable {
  private static final int COUNT = 16;
  private static final int PATIENCE_MS = 100;

  private final ExecutorService threads = Executors.newCachedThreadPool(Clients::daemon);
  private final Supplier<Gateway> gateway;
  private final Ledger ledger;

  Clients(Supplier<Gateway> gateway, Ledger ledger) {
    this.gateway = gateway;
    this.ledger = ledger;
  }

  /** Hands in until so many were accepted. */
  CompletableFuture<Void> handIn(Round round, int mails, Supplier<Fate> fates) {
    AtomicInteger left = new AtomicInteger(mails);
    return CompletableFuture.allOf(
        Stream.generate(() -> CompletableFuture.runAsync(() -> work(round, left, fates), threads))
            .limit(Math.min(COUNT, mails))
            .toArray(CompletableFuture<?>[]::new));
  }

  /** A request for a mail. */
  static ObjectNode request(Parcel parcel) {
    ObjectNode mail = JsonNodeFactory.instance.objectNode();
    mail.put("from", "Drill <shop@example.com>");
    parcel.addresses().forEach(mail.putArray("to")::add);
    mail.put("subject", "Your order " + parcel.addresses().get(0));
    mail.put("text", "Thank you for your order.\n\nIt is on its way.\n");
    return mail;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void work(Round round, AtomicInteger left, Supplier<Fate> fates) {
    while (left.getAndDecrement() > 0) {
      Parcel parcel = ledger.open(fates.get());
      round.add(parcel);
      if (!isAccepted(round, parcel)) {
        left.incrementAndGet();
        Pause.millis(PATIENCE_MS);
      }
    }
  }

  private boolean isAccepted(Round round, Parcel parcel) {
    try {
      HttpAnswer answer = gateway.get().post(request(parcel));
      if (answer.status() == 202) {
        ledger.accepted(parcel, answer.text("id"), answer.text("message_id"));
        return true;
      }
      if (answer.status() != 503) {
        round.complain("answered with " + answer);
      }
    } catch (UncheckedIOException down) {
      // Nobody knows, so nothing was promised.
    }
    return false;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "drill-client");
    thread.setDaemon(true);
    return thread;
  }
}

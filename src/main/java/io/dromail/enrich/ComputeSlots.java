package io.dromail.enrich;

import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * As many slots as mails may want a processor at the same time. A mail has one while it is opened,
 * rendered and signed, and none while it waits for a server or a limit; so however many are in
 * work, there is a processor left for the threads that there is one of: those that publish and
 * confirm, and the JVM's compiler. Thread-safe.
 */
public final class ComputeSlots {

  private static final String TAKEN = "dromail.computeSlot";

  private final Semaphore free;

  /** As many as there are processors. */
  public ComputeSlots() {
    this(Runtime.getRuntime().availableProcessors());
  }

  ComputeSlots(int slots) {
    free = new Semaphore(slots);
  }

  /** Waits for a slot; it's given back with the end of the exchange at the latest. */
  public void take(Exchange exchange) throws InterruptedException {
    free.acquire();
    Taken taken = new Taken(free);
    exchange.setProperty(TAKEN, taken);
    exchange.getExchangeExtension().addOnCompletion(taken);
  }

  /** Gives back the slot, if the exchange has one. */
  public void giveBack(Exchange exchange) {
    Taken taken = exchange.getProperty(TAKEN, Taken.class);
    if (taken != null) {
      taken.giveBack();
    }
  }

  private static final class Taken extends SynchronizationAdapter {
    private Semaphore slots;

    Taken(Semaphore slots) {
      this.slots = slots;
    }

    synchronized void giveBack() {
      if (slots != null) {
        slots.release();
        slots = null;
      }
    }

    @Override
    public void onDone(Exchange exchange) {
      giveBack();
    }
  }
}

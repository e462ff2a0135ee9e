package io.dromail.broker;

import com.rabbitmq.client.AMQP.Queue.DeclareOk;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.dromail.mail.Lanes;
import io.dromail.mail.RetryDelays;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds how the queues stand, over a connection of its own, so that nobody who
 * wants to know asks the broker, and whether the broker is there, where nobody else would notice.
 * Knows nothing while it's away. Thread-safe.
 */
public final class QueueWatch implements MeterBinder, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(QueueWatch.class);
  private static final long EVERY_MS = 3_000;

  private final Broker broker;
  private final ConfirmingComponent component;
  private final Lanes lanes;
  private final RetryDelays delays;
  private final boolean journal;
  private final Thread watch = new Thread(this::watch, "dromail-queue-watch");
  private final Map<String, QueueAge> ages = new HashMap<>();
  private volatile Map<String, QueueFigure> figures = Map.of();
  private QueueMeters meters;
  private volatile Connection connection;
  private Channel channel;

  /**
   * On a broker; begins when it's given the meters.
   *
   * @param journalUrl {@code none}, or there is a journal with a queue
   */
  public QueueWatch(
      Broker broker,
      ConfirmingComponent component,
      Lanes lanes,
      RetryDelays delays,
      String journalUrl) {
    this.broker = broker;
    this.component = component;
    this.lanes = lanes;
    this.delays = delays;
    this.journal = !journalUrl.equals("none");
    watch.setDaemon(true);
  }

  /** How each queue stands, those of the lanes first; empty while the broker is away. */
  public List<QueueFigure> figures() {
    return List.copyOf(figures.values());
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    meters = new QueueMeters(registry, queue -> figures.get(queue));
    watch.start();
  }

  private void watch() {
    try {
      while (true) {
        try {
          figures = look();
          meters.show(figures.keySet());
        } catch (IOException | TimeoutException | RuntimeException e) {
          figures = Map.of();
          LOG.debug("the queues can't be looked at", e);
        }
        Thread.sleep(EVERY_MS);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, QueueFigure> look() throws IOException, TimeoutException {
    broker.open();
    Map<String, QueueFigure> next = new LinkedHashMap<>();
    for (String queue : queues()) {
      declared(queue).ifPresent(found -> next.put(queue, figure(queue, found)));
    }
    ages.keySet().retainAll(next.keySet());
    return next;
  }

  private List<String> queues() {
    List<String> queues = new ArrayList<>();
    lanes.names().forEach(lane -> queues.add(Declarations.queue(lane)));
    queues.add(Declarations.DEAD_LETTER_QUEUE);
    if (journal) {
      queues.add(Declarations.JOURNAL);
    }
    delays.byLabel().keySet().forEach(delay -> queues.add(QueueMeters.RETRY + delay));
    return queues;
  }

  /** Empty if there is no such queue. */
  private Optional<DeclareOk> declared(String queue) throws IOException, TimeoutException {
    if (connection == null || !connection.isOpen()) {
      connection = broker.connect("queues");
    }
    if (channel == null || !channel.isOpen()) {
      channel = connection.createChannel();
    }
    try {
      return Optional.of(channel.queueDeclarePassive(queue));
    } catch (IOException e) {
      if (connection.isOpen() && e.getCause() instanceof ShutdownSignalException) {
        return Optional.empty();
      }
      // It hangs, or is gone.
      connection.abort(1_000);
      throw e;
    }
  }

  private QueueFigure figure(String queue, DeclareOk found) {
    Optional<Held> held = component.feeds().held(queue);
    int here = held.map(Held::messages).orElse(0);
    int waiting = waiting(found.getMessageCount(), here);
    Optional<Duration> age =
        ages.computeIfAbsent(queue, any -> new QueueAge())
            .at(Instant.now(), waiting, found.getConsumerCount(), held);
    return new QueueFigure(
        queue,
        waiting,
        here,
        queue.startsWith(QueueMeters.RETRY) ? null : age.map(Duration::toSeconds).orElse(null));
  }

  /** The embedded broker counts what it has handed out, too, and all of that is here. */
  private int waiting(int counted, int here) {
    return broker.isEmbedded() ? Math.max(0, counted - here) : counted;
  }

  @Override
  public void close() {
    watch.interrupt();
    Connection open = connection;
    if (open != null) {
      open.abort(1_000);
    }
  }
}

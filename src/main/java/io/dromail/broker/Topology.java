package io.dromail.broker;

import io.dromail.mail.LaneParameters;
import io.dromail.mail.Lanes;
import io.dromail.mail.Renewable;
import io.dromail.mail.Renewal;
import io.dromail.mail.RetryDelays;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionListener;

/**
 * The exchanges and queues, declared here and nowhere else, on each connection anew. Exchange
 * {@code mail} copies a mail to {@code mail.<lane>} by the lane as the routing key, and to {@code
 * mail.journal}; {@code mail.retry} leads to {@code mail.retry.<delay>} and, when the delay is
 * over, through {@code mail.again} back to the lane; {@code mail.dlx} leads to {@code mail.dead}.
 * The lanes are those of the routes made from the template {@code lane}, as they were at the start
 * or at the last renewal. Thread-safe.
 */
public final class Topology
    implements ConnectionListener, CamelContextAware, Lanes, LaneParameters, Renewable {

  /** Where accept publishes. */
  public static final String MAIL = "mail";

  /** How mails leave the queue of a lane that isn't there. */
  private static final String OUT =
      "bring a lane of that name back, with one consumer and the profile of your choice, to send"
          + " them.";

  private static final Logger LOG = LoggerFactory.getLogger(Topology.class);

  private final Declarations declarations;
  private final boolean journal;
  private final RetryDelays delays;
  private CamelContext context;

  /** The last one that was opened. */
  private volatile Connection connection;

  /** What each lane says, from the start on; a renewal replaces it. */
  private volatile Map<String, Map<String, Object>> lanes;

  /** What is declared beside that, while a renewal may bring it. */
  private volatile Coming coming = Coming.NOTHING;

  /**
   * With the kind of queue that RabbitMQ is to use.
   *
   * @param queueType quorum or classic; an embedded broker has one kind only
   * @param journalUrl {@code none}, or there is a journal to copy mails to
   * @param delays a queue each
   */
  public Topology(String queueType, String journalUrl, RetryDelays delays) {
    this.journal = !journalUrl.equals("none");
    this.declarations = new Declarations(queueType, journal);
    this.delays = delays;
  }

  @Override
  public void onCreate(Connection opened) {
    connection = opened;
    if (!journal) {
      declarations.unbindJournal(opened, names());
    }
    try {
      declare(opened);
    } catch (IOException e) {
      LOG.error("The queues can't be declared: {}", reason(e));
    }
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(lanes().keySet());
  }

  @Override
  public String of(String lane, String parameter, String otherwise) {
    Object value = lanes().getOrDefault(lane, Map.of()).get(parameter);
    return value == null ? otherwise : value.toString();
  }

  /**
   * {@inheritDoc}
   *
   * <p>What is new is declared at once; when the broker is away, as soon as it is back.
   */
  @Override
  public Renewal renew(Path routes, Path templates) throws IOException {
    Map<String, Map<String, Object>> before = lanes();
    Map<String, Map<String, Object>> next = read();
    coming = new Coming(next.keySet(), delays.in(routes));
    try {
      declareIfConnected();
    } catch (IOException e) {
      coming = Coming.NOTHING;
      throw new IOException("the queues of the lanes can't be declared: " + reason(e), e);
    }
    return new Renewal() {
      @Override
      public void begin() {
        lanes = next;
      }

      @Override
      public void end() {
        coming = Coming.NOTHING;
        before.keySet().stream()
            .filter(lane -> !next.containsKey(lane))
            .forEach(Topology.this::tellOfWaiting);
      }

      @Override
      public void back() {
        lanes = before;
        coming = Coming.NOTHING;
      }
    };
  }

  /** Until the start, what the routes say now. */
  private Map<String, Map<String, Object>> lanes() {
    Map<String, Map<String, Object>> known = lanes;
    return known == null ? read() : known;
  }

  private Map<String, Map<String, Object>> read() {
    Map<String, Map<String, Object>> byName = new LinkedHashMap<>();
    for (RouteDefinition route : List.copyOf(((ModelCamelContext) context).getRouteDefinitions())) {
      Map<String, Object> parameters = route.getTemplateParameters();
      if (parameters != null && parameters.get("lane") instanceof String lane) {
        byName.putIfAbsent(lane, new HashMap<>(parameters));
      }
    }
    return byName;
  }

  private void declareIfConnected() throws IOException {
    Connection now = connection;
    if (now == null || !now.isOpen()) {
      return;
    }
    try {
      declare(now);
    } catch (IOException | RuntimeException e) {
      if (now.isOpen()) {
        throw e instanceof IOException io ? io : new IOException(e);
      }
      LOG.debug("the broker went away", e);
    }
  }

  /** A lane is gone; what waits in its queue stays there. */
  private void tellOfWaiting(String lane) {
    String queue = Declarations.queue(lane);
    Connection now = connection;
    if (now == null || !now.isOpen()) {
      LOG.warn("The lane {} is gone. Whatever waits in {} stays there; {}", lane, queue, OUT);
      return;
    }
    try {
      int mails = Declarations.waiting(now, lane);
      LOG.warn(
          "The lane {} is gone. {} mails wait in {} and stay there; {}", lane, mails, queue, OUT);
    } catch (IOException | RuntimeException e) {
      LOG.warn("The lane {} is gone. How many mails wait in {} isn't known; {}", lane, queue, OUT);
    }
  }

  private void declare(Connection on) throws IOException {
    Set<String> all = new LinkedHashSet<>(names());
    all.addAll(coming.lanes());
    Map<String, Duration> waits = new LinkedHashMap<>(delays.byLabel());
    waits.putAll(coming.delays());
    declarations.make(on, all, waits);
  }

  private static String reason(Exception e) {
    return e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    context = camelContext;
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStarting(CamelContext starting) {
            lanes = read();
          }
        });
  }

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  private record Coming(Set<String> lanes, Map<String, Duration> delays) {
    static final Coming NOTHING = new Coming(Set.of(), Map.of());
  }
}

package io.dromail.broker;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dromail.testing.Folders;
import io.dromail.testing.RabbitMq;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;

/** A broker for a test alone, and what has to be cleared away after it. */
record TestBroker(Broker broker, Runnable cleaning) implements AutoCloseable {

  static TestBroker embedded() throws Exception {
    Path data = Folders.temporary("dromail-broker");
    return new TestBroker(new Broker("embedded:", data.toString()), () -> Folders.delete(data));
  }

  /** A virtual host; without RabbitMQ the test doesn't run, and says so, or fails in CI. */
  static TestBroker rabbitMq(Object test) throws Exception {
    assumeTrue(RabbitMq.isThere(test.getClass().getName()));
    RabbitMq rabbit = RabbitMq.virtualHost();
    return new TestBroker(new Broker(rabbit.url(), "unused"), rabbit::close);
  }

  /** What consumes from a broker and publishes to it. */
  static ConfirmingComponent component(Broker broker, CamelContext context) throws Exception {
    Topology topology = new Topology("quorum", "none", Map::of);
    topology.setCamelContext(context);
    return new ConfirmingComponent(broker, topology, 5_000);
  }

  @Override
  public void close() throws Exception {
    broker.close();
    cleaning.run();
  }
}

package io.dromail.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.MessageProperties;
import io.dromail.mail.Renewal;
import io.dromail.mail.RetryDelays;
import io.dromail.testing.CapturedLog;
import io.dromail.testing.Queues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lanes and delays that come and go, as the broker sees it. */
class TopologyRenewalTest {

  @Nested
  class OnEmbeddedBroker extends Cases {
    @Override
    TestBroker start() throws Exception {
      return TestBroker.embedded();
    }
  }

  @Nested
  class OnRabbitMq extends Cases {
    @Override
    TestBroker start() throws Exception {
      return TestBroker.rabbitMq(this);
    }
  }

  @Timeout(60)
  abstract static class Cases {
    private static final Path FOLDER = Path.of("next");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final OneDelay delays = new OneDelay();
    private TestBroker test;
    private Broker broker;
    private Topology topology;
    private Queues queues;

    abstract TestBroker start() throws Exception;

    @BeforeEach
    void begin() throws Exception {
      test = start();
      broker = test.broker();
      topology = new Topology("quorum", "none", delays);
      topology.setCamelContext(context);
      lane("transactional");
      context.start();
      broker.connections().addConnectionListener(topology);
      queues = Queues.over(broker.connect("test"));
    }

    @AfterEach
    void end() throws Exception {
      context.close();
      if (test != null) {
        test.close();
      }
    }

    @Test
    void knowsTheLanesOfTheStartWhateverHappensToTheModel() {
      lane("bulk");

      assertThat(topology.names()).containsExactly("transactional");
      context.getRouteDefinitions().clear();
      assertThat(topology.names()).containsExactly("transactional");
      assertThat(topology.of("transactional", "profiles", "")).isEqualTo("of transactional");
      assertThat(topology.of("transactional", "patience", "2")).isEqualTo("2");
    }

    @Test
    void declaresWhatIsNewBeforeItCounts() throws Exception {
      connect();
      lane("bulk");

      Renewal renewal = topology.renew(FOLDER, FOLDER);

      assertThat(queues.depth("mail.bulk")).isZero();
      assertThat(queues.depth("mail.retry.7s")).isZero();
      assertThat(topology.names()).containsExactly("transactional");
      renewal.begin();
      assertThat(topology.names()).containsExactly("transactional", "bulk");
      renewal.end();
      topology.renew(FOLDER, FOLDER).begin();
      renewal.back();
      assertThat(topology.names()).containsExactly("transactional");
    }

    @Test
    void declaresItWhenTheBrokerComesBack() throws Exception {
      lane("bulk");
      Renewal renewal = topology.renew(FOLDER, FOLDER);

      connect();

      assertThat(queues.depth("mail.bulk")).isZero();
      assertThat(queues.depth("mail.retry.7s")).isZero();
      renewal.begin();
      renewal.end();
    }

    @Test
    void leavesMailsOfALaneThatIsGoneWhereTheyAreAndSaysSo() throws Exception {
      lane("bulk");
      topology.renew(FOLDER, FOLDER).begin();
      connect();
      queues.with(
          channel -> {
            channel.txSelect();
            channel.basicPublish("mail", "bulk", MessageProperties.PERSISTENT_BASIC, new byte[1]);
            channel.basicPublish("mail", "bulk", MessageProperties.PERSISTENT_BASIC, new byte[1]);
            return channel.txCommit();
          });
      context.getRouteDefinitions().remove(1);

      Renewal renewal = topology.renew(FOLDER, FOLDER);
      renewal.begin();
      try (CapturedLog log = new CapturedLog()) {
        renewal.end();

        assertThat(log.text()).contains("The lane bulk is gone. 2 mails wait in mail.bulk");
      }
      assertThat(topology.names()).containsExactly("transactional");
      assertThat(queues.depth("mail.bulk")).isEqualTo(2);
    }

    private void connect() {
      broker.connections().createConnection().createChannel(false);
    }

    private void lane(String name) {
      RouteDefinition route = new RouteDefinition("direct:" + name);
      route.setTemplateParameters(Map.of("lane", name, "profiles", "of " + name));
      route.log("a mail");
      context.getRouteDefinitions().add(route);
    }
  }

  private static final class OneDelay implements RetryDelays {

    @Override
    public Map<String, Duration> byLabel() {
      return Map.of("5s", Duration.ofSeconds(5));
    }

    @Override
    public Map<String, Duration> in(Path routes) {
      return Map.of("7s", Duration.ofSeconds(7));
    }
  }
}

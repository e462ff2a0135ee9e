package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static io.dromail.house.Requests.mailTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.broker.NotConfirmed;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.Folders;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.ReceivedMail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Routes that operators write and edit: in force at the next start, and with the same guarantees.
 */
class OperatorRoutesTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {

    @TempDir static Path folder;

    /** The shipped routes with one more lane, and with a file of the operator's own. */
    @Override
    Map<String, String> settings() {
      Path routes = folder.resolve("routes-" + getClass().getSimpleName());
      Folders.copy(Path.of("src/main/resources/routes"), routes);
      try {
        Files.writeString(routes.resolve("lanes.camel.yaml"), NEWS_LANE, StandardOpenOption.APPEND);
        Files.writeString(routes.resolve("operator.camel.yaml"), OPERATOR_ROUTES);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      return Map.of("dromail.routes.directory", routes.toString());
    }

    @Test
    void sendsThroughLaneThatOperatorAdded() {
      for (int i = 0; i < 6; i++) {
        HttpAnswer answer = house.gateway().post(mail("'stream': 'news'"));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
      }

      List<ReceivedMail> mails = house.smtp().awaitMails(6, SOON);
      assertThat(Duration.between(mails.get(0).receivedAt(), mails.get(5).receivedAt()))
          .as("at most 2 mails a second")
          .isGreaterThan(Duration.ofMillis(1_500));
    }

    @Test
    void publishesForOperatorsRoute() {
      assertThat(send("direct:operator-bound").getException()).isNull();
    }

    @Test
    void failsOperatorsRouteWhoseExchangeIsMissing() {
      assertThat(send("direct:operator-missing-exchange").getException())
          .isInstanceOf(NotConfirmed.class)
          .hasMessageContaining("no-such-exchange");
      house.deliver(mailTo("after@example.org"));
    }

    @Test
    void failsOperatorsRouteWhoseKeyLeadsNowhere() {
      assertThat(send("direct:operator-unbound-key").getException())
          .isInstanceOf(NotConfirmed.class)
          .hasMessageContaining("nowhere");
      house.deliver(mailTo("after@example.org"));
    }

    @Test
    void acceptsMailsWhileOperatorsRoutePublishesToMissingExchange() {
      for (int i = 0; i < 50; i++) {
        var broken =
            house
                .camel()
                .createProducerTemplate()
                .asyncSend("direct:operator-missing-exchange", e -> {});
        HttpAnswer answer = house.gateway().post(mail(""));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        assertThat(broken).succeedsWithin(SOON);
      }
    }

    private Exchange send(String uri) {
      return house.camel().createProducerTemplate().send(uri, e -> e.getMessage().setBody("{}"));
    }

    private static final String NEWS_LANE =
        """
        - templatedRoute:
            routeTemplateRef: lane
            routeId: news
            parameters:
              - name: lane
                value: news
              - name: consumers
                value: "3"
              - name: rate
                value: "2"
        """;

    private static final String OPERATOR_ROUTES =
        """
        - route:
            id: operator-missing-exchange
            from:
              uri: direct:operator-missing-exchange
              steps:
                - to:
                    uri: spring-rabbitmq:no-such-exchange
                    parameters:
                      routingKey: x
        - route:
            id: operator-unbound-key
            from:
              uri: direct:operator-unbound-key
              steps:
                - to:
                    uri: spring-rabbitmq:mail
                    parameters:
                      routingKey: nowhere
        - route:
            id: operator-bound
            from:
              uri: direct:operator-bound
              steps:
                - to:
                    uri: spring-rabbitmq:mail.dlx
        """;
  }
}

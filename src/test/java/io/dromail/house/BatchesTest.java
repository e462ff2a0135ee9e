package io.dromail.house;

import static io.dromail.house.Errors.assertError;
import static io.dromail.house.Requests.batch;
import static io.dromail.house.Requests.mail;
import static io.dromail.house.Requests.mailTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.ReceivedMail;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many mails in one request: all of them or none. */
class BatchesTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {

    @Test
    void acceptsAHundredInTheirOrder() {
      HttpAnswer answer = house.gateway().postBatch(many(100));

      assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
      List<String> ids = answer.json().get("data").findValuesAsText("id");
      assertThat(ids).hasSize(100).doesNotHaveDuplicates();
      for (int i = 0; i < 100; i++) {
        assertThat(house.awaitMail("<" + ids.get(i) + "@example.com>").recipients())
            .containsExactly("r" + i + "@example.org");
      }
      assertThat(house.smtp().mails()).hasSize(100);
    }

    @Test
    void refusesAHundredAndOne() {
      assertThat(house.gateway().postBatch(many(101)).status()).isEqualTo(422);
      assertThat(house.smtp().mails()).isEmpty();
    }

    @Test
    void refusesAllForTheOneThatIsBad() {
      ArrayNode batch = many(10).add(mail("'to': ['ada@example.org', 'bad']")).add(mail(""));
      HttpAnswer answer = house.gateway().postBatch(batch);

      assertThat(assertError(answer, 422, "invalid_recipient").fields())
          .containsExactly("[10].to[1]");
      nothingArrives();
    }

    @Test
    void refusesAllForOneTemplateThatDoesNotFit() {
      HttpAnswer answer =
          house.gateway().postBatch(many(3).add(Requests.template("welcome", "{'username': 'x'}")));

      assertThat(assertError(answer, 422, "template_error").fields())
          .containsExactly("[3].template.variables.link");
      nothingArrives();
    }

    @Test
    void refusesAllForOneUnknownField() {
      HttpAnswer answer = house.gateway().postBatch(batch(mail(""), mail("'scheduled_at': 'now'")));

      assertThat(assertError(answer, 422, "invalid_parameter").fields())
          .containsExactly("[1].scheduled_at");
      nothingArrives();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "[7]", "[null]", "{\"emails\": []}"})
    void refusesWhatIsNoBatch(String body) {
      HttpAnswer answer = house.gateway().postBatch(body);

      assertError(answer, 422, answer.text("name"));
    }

    @Test
    void takesBatchesAtTheAlias() {
      HttpAnswer answer =
          house.gateway().call(house.gateway().to("/emails/batch", batch(mailTo("x@example.org"))));

      assertThat(answer.status()).isEqualTo(202);
      house.smtp().awaitMails(1, SOON);
    }

    /** A mail that is sent after a refused batch comes alone. */
    private void nothingArrives() {
      house.deliver(mailTo("after@example.org"));
      assertThat(house.smtp().mails())
          .flatExtracting(ReceivedMail::recipients)
          .containsExactly("after@example.org");
    }

    private static ArrayNode many(int count) {
      return batch(
          IntStream.range(0, count)
              .mapToObj(i -> mailTo("r" + i + "@example.org"))
              .toArray(ObjectNode[]::new));
    }
  }
}

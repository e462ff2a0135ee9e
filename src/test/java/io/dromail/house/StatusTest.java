package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static io.dromail.house.Requests.mailTo;
import static io.dromail.testing.Stage.END_OF_DATA;
import static io.dromail.testing.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.PostgreSql;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What became of each mail, asked over HTTP while it happens. */
class StatusTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBrokerAndH2 extends Cases {
    @TempDir static Path folder;

    @Override
    String journalUrl() {
      return "jdbc:h2:file:" + folder.resolve("journal");
    }
  }

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMqAndPostgreSql extends Cases {
    @TempDir static Path folder;
    private final PostgreSql database = PostgreSql.isThere() ? PostgreSql.database() : null;

    @Override
    String journalUrl() {
      return database == null ? "jdbc:h2:file:" + folder.resolve("journal") : database.url();
    }

    @AfterAll
    void drop() {
      if (database != null) {
        database.close();
      }
    }
  }

  abstract static class Cases extends HouseCases {

    abstract String journalUrl();

    @Override
    Map<String, String> settings() {
      return Map.of("dromail.journal.url", journalUrl());
    }

    @Test
    void isThereAsSoonAsTheMailIsAccepted() {
      house.smtp().at(END_OF_DATA).once().hang();
      for (int i = 0; i < 5; i++) {
        HttpAnswer accepted = house.gateway().post(mailTo("now" + i + "@example.org"));
        HttpAnswer status = status(accepted.text("id"));

        assertThat(status.status()).as(status.toString()).isEqualTo(200);
        assertThat(status.text("message_id")).isEqualTo(accepted.text("message_id"));
      }
      house.smtp().release();
    }

    @Test
    void tellsWhenTheServerTookTheMailAndWhatItSaid() {
      String id = accept(mail("'tags': [{'name': 'kind', 'value': 'invoice'}]"));

      JsonNode mail = awaitEvent(id, "sent");
      JsonNode attempt = mail.at("/attempts/0");
      assertThat(mail.at("/recipients/0/status").asText()).isEqualTo("sent");
      assertThat(attempt.get("reply_code").asInt()).isEqualTo(250);
      assertThat(attempt.get("reply_text").asText()).startsWith("250");
      assertThat(attempt.get("profile").asText()).isEqualTo("default");
      assertThat(attempt.get("host").asText()).startsWith("127.0.0.1:");
      assertThat(Duration.between(Instant.parse(attempt.get("at").asText()), Instant.now()))
          .isLessThan(SOON);
    }

    @Test
    void tellsWhenTheNextAttemptIsDue() {
      house.smtp().at(RCPT).when("later@").times(2).reply(450, "4.2.0 come back later");
      String id = accept(mailTo("later@example.org"));

      JsonNode waiting = awaitEvent(id, "delivery_delayed");
      assertThat(waiting.at("/attempts/0/reply_text").asText()).contains("come back later");
      assertThat(Instant.parse(waiting.get("next_attempt_at").asText()))
          .isAfter(Instant.parse(waiting.at("/attempts/0/at").asText()));

      JsonNode sent = awaitEvent(id, "sent");
      assertThat(sent.get("attempts")).hasSize(3);
      assertThat(sent.at("/attempts/2/attempt").asInt()).isEqualTo(3);
    }

    @Test
    void tellsRecipientsApart() {
      house.smtp().at(RCPT).when("bad@").always().reply(550, "5.1.1 no such user");
      String id = accept(mail("'to': ['ada@example.org', 'bad@example.org']"));

      JsonNode mail = awaitEvent(id, "bounced");
      assertThat(mail.get("recipients"))
          .extracting(r -> r.get("address").asText() + " " + r.get("status").asText())
          .containsExactlyInAnyOrder("ada@example.org sent", "bad@example.org bounced");
    }

    @Test
    void saysThatNobodyKnows() {
      house.smtp().at(END_OF_DATA).once().dropAfterAccepting();

      awaitEvent(accept(mail("")), "unknown");
    }

    @Test
    void sendsNothingToWhomItWasCanceledFor() {
      house.smtp().at(RCPT).when("wait@").always().reply(450, "4.2.0 later");
      String id = accept(mailTo("wait@example.org"));
      awaitEvent(id, "delivery_delayed");

      HttpAnswer canceled =
          house.gateway().call(house.gateway().to("/v1/emails/" + id + "/cancel", "{}"));
      house.smtp().reset();

      assertThat(canceled.status()).as(canceled.toString()).isEqualTo(200);
      house.deliver(mailTo("after@example.org"));
      await().during(Duration.ofMillis(1_500)).atMost(SOON).until(() -> mailsTo("wait@") == 0);
      assertThat(awaitEvent(id, "canceled").at("/recipients/0/status").asText())
          .isEqualTo("canceled");
    }

    private long mailsTo(String start) {
      return house.smtp().mails().stream()
          .filter(mail -> mail.recipients().get(0).startsWith(start))
          .count();
    }

    private String accept(Object mail) {
      HttpAnswer answer = house.gateway().post(mail);
      assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
      return answer.text("id");
    }

    private HttpAnswer status(String id) {
      return house.gateway().call(house.gateway().api("/v1/emails/" + id).build());
    }

    private JsonNode awaitEvent(String id, String event) {
      return await(event + " of " + id)
          .atMost(SOON)
          .until(() -> status(id).json(), mail -> event.equals(mail.path("last_event").asText()));
    }
  }
}

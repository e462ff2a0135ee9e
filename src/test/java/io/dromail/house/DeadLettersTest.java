package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static io.dromail.house.Requests.mailTo;
import static io.dromail.house.Requests.template;
import static io.dromail.testing.Stage.END_OF_DATA;
import static io.dromail.testing.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromail.testing.BrokerKind;
import io.dromail.testing.DeadLetter;
import io.dromail.testing.Folders;
import io.dromail.testing.HttpAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters: the job as it came, and beside it why it failed. */
class DeadLettersTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {

    @TempDir static Path folder;
    private Path templates;

    @Override
    Map<String, String> settings() {
      Path shipped = Path.of("src/main/resources/templates");
      templates = Folders.copy(shipped, folder.resolve("templates-" + getClass().getSimpleName()));
      return Map.of(
          "dromail.templates.directory", templates.toString(), "dromail.smtp.senders", "1");
    }

    @Test
    void deadLettersMailWhenServerRejectsRecipient() throws IOException {
      house.smtp().at(RCPT).always().reply(550, "5.1.1 no such user");
      HttpAnswer answer =
          house.gateway().post(mail("'headers': {'X-A': 'ü'}, 'metadata': {'a': 'b'}"));

      DeadLetter letter = house.awaitDeadLetters(1).get(0);
      assertThat(letter.header("Dromail-Failure")).isEqualTo("permanent");
      assertThat(letter.header("Dromail-Reply-Code")).isEqualTo("550");
      assertThat(letter.header("Dromail-Cause"))
          .contains("ada@example.org", "550", "5.1.1", "no such user");
      assertThat(letter.header("Dromail-Step")).isEqualTo("send");
      assertThat(letter.header("Dromail-Attempts")).isEqualTo("1");
      assertThat(letter.header("Dromail-Lane")).isEqualTo("transactional");
      assertThat(Instant.parse(letter.header("Dromail-Failed-At")))
          .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
      assertThat(letter.messageId()).isEqualTo(answer.text("id"));
      assertThat(letter.envelope().get("id").asText()).isEqualTo(answer.text("id"));
      assertThat(letter.envelope().get("message_id").asText()).isEqualTo(answer.text("message_id"));
      assertThat(letter.envelope().get("attempt").asInt()).isEqualTo(1);
      assertThat(letter.envelope().at("/mail/headers/X-A").asText()).isEqualTo("ü");
      assertThat(letter.envelope().at("/mail/metadata/a").asText()).isEqualTo("b");
      assertThat(letter.envelope().at("/mail/text").asText()).isEqualTo("Hi");
      assertThat(house.smtp().reachedCount(RCPT)).isEqualTo(1);
      assertNothingIsLeft();
    }

    @Test
    void deadLettersMailWhoseTemplateMissesAVariable() throws IOException {
      Files.createDirectories(templates.resolve("loose"));
      Path body = templates.resolve("loose/body.html.ftlh");
      house.edit(() -> Files.writeString(body, "<p>1\n<p>2 ${nobody.knows}"));
      house.gateway().post(template("loose", "{}").put("subject", "x"));

      DeadLetter letter = house.awaitDeadLetters(1).get(0);
      assertThat(letter.header("Dromail-Failure")).isEqualTo("permanent");
      assertThat(letter.header("Dromail-Cause"))
          .contains("loose/body.html.ftlh", "line 2", "nobody")
          .doesNotContain("\n");
      assertThat(letter.header("Dromail-Step")).isEqualTo("render");
      assertThat(letter.header("Dromail-Attempts")).isEqualTo("1");
      assertThat(letter.header("Dromail-Reply-Code")).isEqualTo("0");
    }

    @Test
    void deadLettersMailWhoseTemplateWasDeleted() throws IOException {
      Files.createDirectories(templates.resolve("gone"));
      Path body = templates.resolve("gone/body.html.ftlh");
      house.edit(() -> Files.writeString(body, "<p>x"));
      house.smtp().at(END_OF_DATA).once().hang();
      house.gateway().post(mailTo("first@example.org"));
      house.smtp().awaitStage(END_OF_DATA, 1, SOON);
      assertThat(house.gateway().post(template("gone", "{}").put("subject", "x")).status())
          .isEqualTo(202);
      house.edit(() -> Files.delete(body));
      house.smtp().release();

      DeadLetter letter = house.awaitDeadLetters(1).get(0);
      assertThat(letter.header("Dromail-Failure")).isEqualTo("permanent");
      assertThat(letter.header("Dromail-Cause")).contains("gone");
      assertThat(letter.header("Dromail-Step")).isEqualTo("render");
    }

    @Test
    void keepsJobQueuedUntilDeadLetterExchangeIsBack() {
      // Opens the connection for publishing, which declares the exchange.
      house.deliver(mail(""));
      house.smtp().at(RCPT).when("bad@").always().reply(550, "5.1.1 no");
      house.queues().with(channel -> channel.exchangeDelete("mail.dlx"));
      house.gateway().post(mailTo("bad@example.org"));
      house.smtp().awaitStage(RCPT, 3, SOON);
      assertThat(house.queues().takeDeadLetters()).isEmpty();

      house.queues().with(channel -> channel.exchangeDeclare("mail.dlx", "fanout", true));
      house.queues().with(channel -> channel.queueBind("mail.dead", "mail.dlx", ""));

      assertThat(house.awaitDeadLetters(1).get(0).header("Dromail-Failure")).isEqualTo("permanent");
      house.deliver(mail(""));
      assertNothingIsLeft();
    }

    private void assertNothingIsLeft() {
      await().atMost(SOON).until(() -> house.queues().depth("mail.transactional") == 0);
      assertThat(house.queues().takeDeadLetters()).isEmpty();
    }
  }
}

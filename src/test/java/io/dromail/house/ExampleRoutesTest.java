package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static io.dromail.house.Requests.mailTo;
import static io.dromail.testing.Stage.RCPT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import com.sun.net.httpserver.HttpServer;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.CapturedLog;
import io.dromail.testing.DeadLetter;
import io.dromail.testing.Folders;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.ReceivedMail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples for operators, all of them at the same time, as they are but for addresses. */
class ExampleRoutesTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {

    private static final Duration A_WHILE = Duration.ofMillis(700);

    @TempDir static Path folder;
    private final List<String> told = new CopyOnWriteArrayList<>();
    private volatile int answer = 204;
    private HttpServer webhook;
    private Path data;

    @Override
    Map<String, String> settings() {
      Path routes = folder.resolve("routes-" + getClass().getSimpleName());
      data = folder.resolve("data-" + getClass().getSimpleName());
      Folders.copy(Path.of("src/main/resources/routes"), routes);
      try {
        webhook = webhook();
        for (Path example : examples()) {
          String edited =
              Files.readString(example)
                  .replace(
                      "vertx-http:https://hooks.example.com",
                      "vertx-http:http://127.0.0.1:" + webhook.getAddress().getPort())
                  .replace("expression: \"20\"", "expression: \"4\"")
                  .replace("'0600..2159'", "'0000..2359'");
          Files.writeString(routes.resolve(example.getFileName()), edited);
        }
        Path lanes = routes.resolve("lanes.camel.yaml");
        String text = Files.readString(lanes);
        Files.writeString(lanes, text.substring(0, text.lastIndexOf("- templatedRoute:")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Map.of(
          "dromail.routes.directory", routes.toString(), "dromail.data.directory", data.toString());
    }

    @BeforeEach
    void begin() {
      house
          .queues()
          .with(
              channel -> {
                channel.queueDeclare("orders.mail", true, false, false, Map.of());
                return channel.queueDeclare("orders.refused", true, false, false, Map.of());
              });
      told.clear();
      answer = 204;
    }

    @AfterAll
    void close() {
      webhook.stop(0);
    }

    @Test
    void takesMailsOutOfQueueOfAnotherApplication() {
      String id = UUID.randomUUID().toString();
      order(mailTo("order@example.org").toString(), id);

      ReceivedMail mail = house.awaitMail("<" + id + "@example.com>");
      assertThat(mail.recipients()).containsExactly("order@example.org");
      assertThat(mail.header("X-Steer")).isEmpty();
      await().atMost(SOON).until(() -> house.queues().depth("orders.mail") == 0);
      assertThat(house.queues().depth("orders.refused")).isZero();
    }

    @Test
    void takesMailsWhoseMessageHasNoId() {
      order(mailTo("noid@example.org").toString(), null);
      order(mailTo("noid@example.org").toString(), "order-17");

      house.smtp().awaitMails(2, SOON);
    }

    @Test
    void putsBadMailsAside() {
      order("{\"from\": \"shop@example.com\"", null);
      order(mailTo("not-an-address").toString(), null);
      order(mail("'text': null, 'subject': null, 'template': {'id': 'nobody'}").toString(), null);

      await().atMost(SOON).until(() -> house.queues().depth("orders.refused") == 3);
      List<String> refused = Stream.of(1, 2, 3).map(n -> refused()).toList();
      assertThat(refused)
          .anySatisfy(
              one ->
                  assertThat(one).startsWith("The body is not JSON").endsWith("shop@example.com\""))
          .anySatisfy(one -> assertThat(one).contains("not-an-address\""))
          .anySatisfy(one -> assertThat(one).contains("there is no template nobody"));
      house.deliver(mailTo("after@example.org"));
    }

    @Test
    void leavesBadMailsInTheirQueueAsLongAsTheyCannotBePutAside() {
      house.queues().with(channel -> channel.queueDelete("orders.refused"));
      order("bad", null);
      await().during(A_WHILE).atMost(SOON).until(() -> house.smtp().mails().isEmpty());
      begin();

      await().atMost(SOON).until(() -> house.queues().depth("orders.refused") == 1);
      assertThat(refused()).endsWith("bad");
    }

    @Test
    void keepsCopyOfEachMail() throws IOException {
      HttpAnswer answer =
          house.gateway().post(mail("'bcc': 'secret@example.org', 'subject': 'Für das Archiv'"));
      house.smtp().awaitMails(1, SOON);

      String id = answer.text("id");
      try (Stream<Path> all = Files.walk(data.resolve("archive"))) {
        assertThat(all.filter(Files::isRegularFile).filter(f -> f.toString().contains(id)).toList())
            .singleElement()
            .satisfies(
                copy -> {
                  assertThat(copy.getFileName()).hasToString(id + ".eml");
                  assertThat(Files.readString(copy))
                      .contains("Message-ID: " + answer.text("message_id"), "\r\n\r\nHi")
                      .doesNotContain("secret@example.org");
                });
      }
    }

    @Test
    void opensAndClosesTheLaneByTheClock() throws Exception {
      HttpAnswer bulk = house.gateway().post(mail("'stream': 'bulk'"));
      house.deliver(mailTo("meanwhile@example.org"));
      assertThat(bulk.status()).isEqualTo(202);
      assertThat(house.queues().depth("mail.bulk")).isOne();
      assertThat(status()).isEqualTo(ServiceStatus.Stopped);

      house.camel().getRouteController().stopRoute("bulk-window");
      send("direct:bulk-open");
      house.awaitMail(bulk.text("message_id"));
      assertThat(status()).isEqualTo(ServiceStatus.Started);
      house.camel().getRouteController().startRoute("bulk-window");

      await().atMost(SOON).until(() -> status() == ServiceStatus.Stopped);
      house.gateway().post(mail("'stream': 'bulk'"));
      await().during(A_WHILE).atMost(SOON).until(() -> house.queues().depth("mail.bulk") == 1);
      send("direct:bulk-open");
      house.smtp().awaitMails(3, SOON);
      send("direct:bulk-close");
    }

    @Test
    void tellsWebhookOfDeadLetters() {
      house.smtp().at(RCPT).always().reply(550, "5.1.1 no such user");
      HttpAnswer mail = house.gateway().post(mail("'subject': 'private'"));
      DeadLetter letter = house.awaitDeadLetters(1).get(0);

      await().atMost(SOON).until(() -> told.size() == 1);
      assertThat(told.get(0))
          .startsWith("POST application/json " + mail.text("id"))
          .contains("\"Dromail-Failure\":\"permanent\"", "no such user")
          .doesNotContain("private");
      assertThat(letter.messageId()).isEqualTo(mail.text("id"));
    }

    @Test
    void writesDeadLettersWhenWebhookFails() {
      answer = 500;
      house.smtp().at(RCPT).always().reply(550, "5.1.1 no such user");
      try (CapturedLog log = new CapturedLog()) {
        for (int i = 0; i < 3; i++) {
          house.gateway().post(mailTo("nobody@example.org"));
        }
        assertThat(house.awaitDeadLetters(3)).hasSize(3);
        await()
            .atMost(SOON)
            .until(() -> log.text().split("the webhook wasn't told of", -1).length == 4);
        assertThat(log.text()).doesNotContain("127.0.0.1:" + webhook.getAddress().getPort());
      }
      await().during(A_WHILE).atMost(SOON).until(() -> house.queues().takeDeadLetters().isEmpty());
    }

    @Test
    void holdsTheMailsOfTenantToItsPace() {
      for (int i = 0; i < 10; i++) {
        house.gateway().post(mailTo("t" + i + "@example.org"));
      }

      List<ReceivedMail> mails = house.smtp().awaitMails(10, SOON);
      assertThat(Duration.between(mails.get(0).receivedAt(), mails.get(9).receivedAt()))
          .as("at most 4 mails a second")
          .isGreaterThan(Duration.ofMillis(1_500));
    }

    private ServiceStatus status() {
      return house.camel().getRouteController().getRouteStatus("bulk");
    }

    private void send(String uri) {
      assertThat(house.camel().createProducerTemplate().send(uri, e -> {}).getException()).isNull();
    }

    private void order(String body, String messageId) {
      BasicProperties properties =
          new BasicProperties.Builder()
              .messageId(messageId)
              .deliveryMode(2)
              .headers(Map.of("X-Steer", "1", "CamelFileName", "x"))
              .build();
      house
          .queues()
          .with(
              channel -> {
                channel.basicPublish("", "orders.mail", properties, body.getBytes(UTF_8));
                return null;
              });
    }

    /** The reason and the body of one that was put aside. */
    private String refused() {
      GetResponse one = house.queues().with(channel -> channel.basicGet("orders.refused", true));
      return one.getProps().getHeaders().get("Dromail-Refused")
          + " "
          + new String(one.getBody(), UTF_8);
    }

    private HttpServer webhook() throws IOException {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/dromail",
          exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            told.add(
                exchange.getRequestMethod()
                    + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type")
                    + " "
                    + exchange.getRequestHeaders().getFirst("Dromail-Mail")
                    + " "
                    + body);
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
          });
      server.start();
      return server;
    }
  }

  static List<Path> examples() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("examples/routes"))) {
      return all.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList();
    }
  }
}

package io.dromail.testing;

import io.dromail.broker.Broker;
import io.dromail.command.House;
import io.dromail.health.ManagementServer;
import io.dromail.ingest.HttpDoor;
import io.dromail.mail.Lanes;
import io.dromail.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.support.CamelContextHelper;
import org.awaitility.Awaitility;

/**
 * The shipped gateway in this JVM, with the routes and templates of the checkout, folders of its
 * own, and a {@link ScriptedSmtpServer} for its provider. On RabbitMQ it has a virtual host of its
 * own unless the settings name a broker.
 */
public final class RunningHouse implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Path CHECKOUT = Path.of("").toAbsolutePath();

  private final ScriptedSmtpServer smtp = ScriptedSmtpServer.start();
  private final Path folder = Folders.temporary("dromail-house");
  private final RabbitMq rabbit;
  private final Path inbox;
  private final Main main;
  private final Gateway gateway;
  private final Queues queues;

  private RunningHouse(BrokerKind kind, Path home, Map<String, String> settings) {
    boolean own = kind == BrokerKind.RABBITMQ && !settings.containsKey("dromail.broker.url");
    rabbit = own ? RabbitMq.virtualHost() : null;
    Map<String, String> overrides = new TreeMap<>();
    overrides.put("dromail.profile", "test");
    overrides.put("dromail.data.directory", folder.resolve("data").toString());
    overrides.put("dromail.inbox.directory", folder.resolve("inbox").toString());
    overrides.put("dromail.smtp.url", smtp.url());
    if (!settings.containsKey("dromail.routes.directory") && home.equals(CHECKOUT)) {
      overrides.put("dromail.failures.schedule", "src/test/resources/io/dromail/retry.yaml");
    }
    overrides.put("dromail.broker.url", own ? rabbit.url() : "embedded:");
    overrides.putAll(settings);
    inbox = Path.of(overrides.get("dromail.inbox.directory"));
    main = House.live(Settings.load(home, Map.of(), overrides));
    try {
      main.start();
    } catch (Exception e) {
      throw new IllegalStateException("the house does not start", e);
    }
    gateway = new Gateway(bean(HttpDoor.class).getPort(), bean(ManagementServer.class).port());
    queues = own ? Queues.at(rabbit.url()) : null;
  }

  /** Starts it; the settings win over all others. */
  public static RunningHouse start(BrokerKind kind, Map<String, String> settings) {
    return new RunningHouse(kind, CHECKOUT, settings);
  }

  /** Starts it with the routes, templates and settings of another folder than the checkout. */
  public static RunningHouse start(BrokerKind kind, Path home, Map<String, String> settings) {
    return new RunningHouse(kind, home, settings);
  }

  public ScriptedSmtpServer smtp() {
    return smtp;
  }

  public Gateway gateway() {
    return gateway;
  }

  public Path inbox() {
    return inbox;
  }

  public CamelContext camel() {
    return main.getCamelContext();
  }

  /** The broker's queues; not to be closed. */
  public Queues queues() {
    return queues != null
        ? queues
        : Queues.over(bean(Broker.class).connections().createConnection().getDelegate());
  }

  /** Posts a mail, which must be accepted, and returns it as it arrives. */
  public ReceivedMail deliver(Object json, String... headers) {
    HttpAnswer answer = gateway.post(json, headers);
    if (answer.status() != 202) {
      throw new AssertionError("not accepted: " + answer);
    }
    return awaitMail(answer.text("message_id"));
  }

  /** Waits for the mail with this Message-ID. */
  public ReceivedMail awaitMail(String messageId) {
    return Awaitility.await("mail " + messageId)
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> find(messageId), Optional::isPresent)
        .orElseThrow();
  }

  /** Waits for the next dead letters and takes them. */
  public List<DeadLetter> awaitDeadLetters(int count) {
    List<DeadLetter> letters = new ArrayList<>();
    Awaitility.await(count + " dead letters")
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              letters.addAll(queues().takeDeadLetters());
              return letters.size() >= count;
            });
    return letters;
  }

  /** Saves something that is in order, and waits until it's in force. */
  public void edit(Saving saving) throws IOException {
    String before = digest();
    saving.save();
    Awaitility.await("the edit")
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !digest().equals(before));
  }

  private String digest() {
    return gateway.health("/health").json().at("/details/routes/digest").asText();
  }

  /** Writes, changes or deletes files. */
  @FunctionalInterface
  public interface Saving {
    void save() throws IOException;
  }

  /**
   * Forgets what earlier tests left: mails, rules and dead letters. Mails on their way arrive
   * first, so that none of them uses up a rule of the next test; those that wait for their next
   * attempt stay.
   */
  public void tidy() {
    smtp.reset();
    Awaitility.await("the mails of an earlier test")
        .atMost(SOON)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(this::isIdle);
    smtp.reset();
    queues().takeDeadLetters();
  }

  private boolean isIdle() {
    return bean(Lanes.class).names().stream().allMatch(lane -> queues().isEmpty("mail." + lane))
        && camel().getInflightRepository().size() == 0;
  }

  @Override
  public void close() {
    main.stop();
    smtp.close();
    if (rabbit != null) {
      queues.close();
      rabbit.close();
    }
    Folders.delete(folder);
  }

  private Optional<ReceivedMail> find(String messageId) {
    return smtp.mails().stream()
        .filter(mail -> mail.messageId().equals(Optional.of(messageId)))
        .findFirst();
  }

  private <T> T bean(Class<T> type) {
    return CamelContextHelper.findSingleByType(camel(), type);
  }
}

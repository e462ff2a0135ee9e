package io.dromail.drill;

import io.dromail.testing.Folders;
import io.dromail.testing.Gateway;
import io.dromail.testing.HouseProcess;
import io.dromail.testing.JobFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the drill takes place: the gateway as a process, the provider, the broker, the database,
 * and folders of their own. The retry schedule there waits for a second at a time.
 */
final class Site implements AutoCloseable {
  /** Mails that the gateway sends at the same time. */
  static final int SENDERS = 20;

  /** Mails of a job file that are published and not yet noted. */
  static final int WINDOW = 20;

  private static final Duration STOP_AT_MOST = Duration.ofSeconds(40);
  private static final String SCHEDULE =
      """
      maximum-age: 1h
      jitter: 0%
      rules: []
      default: 1s*200
      """;

  private final Path folder = Folders.temporary("dromail-drill");
  private final Ledger ledger;
  private final Provider provider;
  private final Optional<RabbitMqNode> rabbit;
  private final Optional<DrillDatabase> database;
  private final DeadLetterLog log;
  private final Writer output;
  private final HouseProcess house;
  private volatile Gateway gateway;

  Site(DrillPlan plan, Ledger ledger) {
    this.ledger = ledger;
    provider = new Provider(ledger);
    rabbit =
        plan.broker() == DrillPlan.BrokerChoice.RABBITMQ
            ? Optional.of(RabbitMqNode.started())
            : Optional.empty();
    database =
        plan.journal() == DrillPlan.JournalChoice.POSTGRESQL
            ? Optional.of(new DrillDatabase())
            : Optional.empty();
    log = new DeadLetterLog();
    output = writer(outputFile());
    house = new HouseProcess(settings(plan), this::printed);
    start();
  }

  Gateway gateway() {
    return gateway;
  }

  Provider provider() {
    return provider;
  }

  RabbitMqNode rabbit() {
    return rabbit.orElseThrow();
  }

  DrillDatabase database() {
    return database.orElseThrow();
  }

  JobFolder inbox() {
    return new JobFolder(folder.resolve("inbox"));
  }

  /** Starts the gateway, and waits until it's ready. */
  void start() {
    gateway = house.running();
  }

  void kill() {
    house.kill();
  }

  void stop() {
    house.terminate(STOP_AT_MOST);
  }

  /** Where dead letters are found: over the API if there is one for them. */
  DeadLetterBox deadLetters() {
    if (gateway.call(gateway.api("/v1/dead-letters?limit=1").build()).status() == 200) {
      return new DeadLetterApi(this::gateway);
    }
    return rabbit.<DeadLetterBox>map(node -> new DeadLetterQueue(node.url())).orElse(log);
  }

  /** All that the gateway has printed. */
  Path outputFile() {
    return folder.resolve("gateway.log");
  }

  /** Takes everything down; keeps what the gateway printed if it may be needed. */
  void close(boolean keepOutput) {
    house.close();
    provider.close();
    rabbit.ifPresent(RabbitMqNode::close);
    database.ifPresent(DrillDatabase::close);
    try {
      output.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!keepOutput) {
      Folders.delete(folder);
    }
  }

  @Override
  public void close() {
    close(false);
  }

  private Map<String, String> settings(DrillPlan plan) {
    Path routes = Folders.copy(Path.of("src/main/resources/routes"), folder.resolve("routes"));
    Path data = folder.resolve("data");
    Map<String, String> settings = new TreeMap<>();
    try {
      Files.writeString(routes.resolve("retry.yaml"), SCHEDULE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    settings.put("dromail.broker.url", rabbit.map(RabbitMqNode::url).orElse("embedded:"));
    settings.put("dromail.smtp.url", provider.url());
    settings.put("dromail.smtp.connections", String.valueOf(SENDERS / 2));
    settings.put("dromail.smtp.reply-timeout-seconds", "30");
    settings.put("dromail.data.directory", data.toString());
    settings.put("dromail.inbox.directory", folder.resolve("inbox").toString());
    settings.put("dromail.inbox.window", String.valueOf(WINDOW));
    settings.put("dromail.routes.directory", routes.toString());
    settings.put(
        "dromail.journal.url",
        switch (plan.journal()) {
          case NONE -> "none";
          case H2 -> "jdbc:h2:file:" + data.resolve("journal").toAbsolutePath();
          case POSTGRESQL -> database().url();
        });
    return settings;
  }

  private void printed(String line) {
    try {
      output.write(line + "\n");
    } catch (IOException closed) {
      return;
    }
    log.printed(line);
  }

  private static Writer writer(Path file) {
    try {
      return Files.newBufferedWriter(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

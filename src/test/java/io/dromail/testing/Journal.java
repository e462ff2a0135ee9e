package io.dromail.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** All that has happened at a server, for tests to look at and to wait for. */
final class Journal {
  private static final int LINES_IN_A_FAILURE = 40;

  private final List<ReceivedMail> mails = new ArrayList<>();
  private final List<String> commands = new ArrayList<>();
  private final List<String> transcript = new ArrayList<>();
  private final Map<Stage, Integer> stages = new EnumMap<>(Stage.class);
  private int lastConnection;
  private int opened;
  private int open;

  synchronized int opened() {
    opened++;
    open++;
    notifyAll();
    return ++lastConnection;
  }

  synchronized void closed(int connection, String reason) {
    open--;
    transcript.add(connection + ": closed: " + reason);
    notifyAll();
  }

  synchronized void command(int connection, String line) {
    String entry = connection + ": C: " + line;
    commands.add(entry);
    transcript.add(entry);
  }

  synchronized void reply(int connection, String line) {
    transcript.add(connection + ": S: " + line);
  }

  synchronized void reached(Stage stage) {
    stages.merge(stage, 1, Integer::sum);
    notifyAll();
  }

  synchronized void received(ReceivedMail mail) {
    mails.add(mail);
    notifyAll();
  }

  synchronized List<ReceivedMail> mails() {
    return List.copyOf(mails);
  }

  synchronized Map<String, Integer> messageIds() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    mails.forEach(mail -> counts.merge(mail.messageId().orElse("none"), 1, Integer::sum));
    return counts;
  }

  synchronized List<String> commands() {
    return List.copyOf(commands);
  }

  synchronized List<String> transcript() {
    return List.copyOf(transcript);
  }

  synchronized int connections() {
    return opened;
  }

  synchronized int openConnections() {
    return open;
  }

  synchronized int reachedCount(Stage stage) {
    return stages.getOrDefault(stage, 0);
  }

  synchronized void clear() {
    mails.clear();
    commands.clear();
    transcript.clear();
    stages.clear();
    opened = 0;
  }

  synchronized List<ReceivedMail> awaitMails(int count, Duration atMost) {
    await(() -> mails.size() >= count, atMost, () -> count + " mails");
    return List.copyOf(mails);
  }

  synchronized void awaitStage(Stage stage, int count, Duration atMost) {
    await(
        () -> reachedCount(stage) >= count,
        atMost,
        () -> "%s reached %d times, not %d".formatted(stage, count, reachedCount(stage)));
  }

  synchronized void awaitOpenConnections(int count, Duration atMost) {
    await(() -> open == count, atMost, () -> "%d open connections, not %d".formatted(count, open));
  }

  private void await(BooleanSupplier condition, Duration atMost, Supplier<String> expected) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(failure(expected.get(), atMost));
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting for " + expected.get(), e);
      }
    }
  }

  private String failure(String expected, Duration waited) {
    int from = Math.max(0, transcript.size() - LINES_IN_A_FAILURE);
    return """
    expected %s within %s
    %d mails arrived:
    %s
    stages reached: %s; connections: %d, open: %d
    end of the transcript:
    %s\
    """
        .formatted(
            expected,
            waited,
            mails.size(),
            mails.stream().map(mail -> "  " + mail).collect(Collectors.joining("\n")),
            stages,
            opened,
            open,
            transcript.stream()
                .skip(from)
                .map(line -> "  " + line)
                .collect(Collectors.joining("\n")));
  }
}

package io.dromail.testing;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Does something again and again on a thread of its own, such as releasing a slow server's mails.
 */
public final class Ticker implements AutoCloseable {
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread daemon = new Thread(task, "ticker");
            daemon.setDaemon(true);
            return daemon;
          });

  private Ticker(long periodMillis, Runnable task) {
    thread.scheduleAtFixedRate(task, periodMillis, periodMillis, TimeUnit.MILLISECONDS);
  }

  public static Ticker every(long periodMillis, Runnable task) {
    return new Ticker(periodMillis, task);
  }

  /** Makes a server take every mail only at the next tick, on average after half a period. */
  public static Ticker slowDown(ScriptedSmtpServer server, long periodMillis) {
    server.at(Stage.END_OF_DATA).always().hang();
    return every(periodMillis, server::release);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

package io.dromail.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A free port of 127.0.0.1 that is far away: who visits it is welcomed at once, and what the other
 * side does about it happens a while later, in its order.
 */
final class FarLine implements AutoCloseable {

  /** Welcomes a visitor, in the one thread that also waits for the next. */
  interface Welcome {
    void to(Socket visitor) throws IOException;
  }

  /** What happens later. */
  interface Sending {
    void run() throws IOException;
  }

  private final String name;
  private final Duration delay;
  private final ServerSocket listening;
  private final ScheduledExecutorService line;

  FarLine(String name, Duration delay) {
    this.name = name;
    this.delay = delay;
    line = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, ""));
    try {
      listening = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens it to visitors. */
  void open(Welcome welcome) {
    work("-listener", () -> accept(welcome));
  }

  int port() {
    return listening.getLocalPort();
  }

  /** What fails for an I/O error has failed as on any line; once it's closed, nothing happens. */
  void later(Sending what) {
    if (!line.isShutdown()) {
      line.schedule(() -> send(what), delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Works beside it, and ends with the JVM at the latest. */
  void work(String suffix, Runnable task) {
    daemon(task, suffix).start();
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      line.shutdownNow();
    }
  }

  private void accept(Welcome welcome) {
    try {
      while (true) {
        Socket visitor = listening.accept();
        visitor.setTcpNoDelay(true);
        welcome.to(visitor);
      }
    } catch (IOException closed) {
      // No more visitors.
    }
  }

  private Thread daemon(Runnable task, String suffix) {
    Thread thread = new Thread(task, name + suffix);
    thread.setDaemon(true);
    return thread;
  }

  private static void send(Sending what) {
    try {
      what.run();
    } catch (IOException gone) {
      // As on any line.
    }
  }
}

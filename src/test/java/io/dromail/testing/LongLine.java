package io.dromail.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A line to a server of this machine on which everything takes its time, one way and the other. */
public final class LongLine implements AutoCloseable {
  private final int server;
  private final Duration oneWay;
  private final ServerSocket listening;
  private final ScheduledExecutorService line =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "long-line"));
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** Listens on a free port of 127.0.0.1. */
  public LongLine(int server, Duration roundTrip) {
    this.server = server;
    this.oneWay = roundTrip.dividedBy(2);
    try {
      listening = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept, "long-line-listener").start();
  }

  public int port() {
    return listening.getLocalPort();
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      line.shutdownNow();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Socket upstream = new Socket("127.0.0.1", server);
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        open.add(client);
        open.add(upstream);
        daemon(() -> pump(client, upstream), "long-line-there").start();
        daemon(() -> pump(upstream, client), "long-line-back").start();
      }
    } catch (IOException closed) {
      // No more clients.
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] block = new byte[65_536];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        byte[] part = Arrays.copyOf(block, count);
        later(() -> out.write(part));
      }
    } catch (IOException gone) {
      // The other side hears of it below.
    } finally {
      if (!line.isShutdown()) {
        later(to::close);
      }
    }
  }

  private void later(Sending what) {
    line.schedule(() -> send(what), oneWay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static void send(Sending what) {
    try {
      what.run();
    } catch (IOException gone) {
      // As on any line.
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** What happens later. */
  private interface Sending {
    void run() throws IOException;
  }
}

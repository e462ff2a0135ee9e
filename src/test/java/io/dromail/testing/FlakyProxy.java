package io.dromail.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A TCP proxy on a free port of 127.0.0.1 that plays a server's troubles: {@link #cut()} is a
 * server that is down, {@link #hang()} one that accepts connections and says nothing more.
 * Connections that were open when it hung are as silent as new ones, and all go on with {@link
 * #resume()}.
 */
public final class FlakyProxy implements AutoCloseable {
  private final InetSocketAddress server;
  private final ExecutorService threads = Executors.newCachedThreadPool(FlakyProxy::daemon);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Object mode = new Object();
  private final SmtpListener listener;
  private boolean hanging;

  private FlakyProxy(InetSocketAddress server) throws IOException {
    this.server = server;
    listener = new SmtpListener(threads, this::welcome);
  }

  /** Starts one that forwards to the given server. */
  public static FlakyProxy to(String host, int port) {
    try {
      return new FlakyProxy(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listener.port();
  }

  /** Closes all connections and refuses new ones. */
  public void cut() {
    try {
      listener.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.forEach(FlakyProxy::close);
  }

  /** Accepts connections, and forwards nothing. */
  public void hang() {
    synchronized (mode) {
      hanging = true;
    }
  }

  /** Forwards again, also what was sent in a hang. */
  public void resume() {
    synchronized (mode) {
      hanging = false;
      mode.notifyAll();
    }
    try {
      listener.listenAgain();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    cut();
    threads.shutdownNow();
    try {
      listener.giveUpPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void welcome(Socket client) {
    open.add(client);
    threads.execute(() -> connect(client));
  }

  private void connect(Socket client) {
    awaitForwarding();
    try {
      Socket upstream = new Socket(server.getHostString(), server.getPort());
      open.add(upstream);
      if (client.isClosed()) {
        close(upstream);
        return;
      }
      threads.execute(() -> pump(client, upstream));
      threads.execute(() -> pump(upstream, client));
    } catch (IOException e) {
      close(client);
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] block = new byte[65_536];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        awaitForwarding();
        out.write(block, 0, count);
      }
    } catch (IOException closed) {
      // The other side is told below.
    } finally {
      close(from);
      close(to);
      open.remove(from);
      open.remove(to);
    }
  }

  private void awaitForwarding() {
    synchronized (mode) {
      while (hanging) {
        try {
          mode.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "flaky-proxy");
    thread.setDaemon(true);
    return thread;
  }

  private static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

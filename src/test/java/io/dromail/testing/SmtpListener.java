package io.dromail.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * A port on 127.0.0.1 that can be closed and opened again. While it is closed it stays bound,
 * without listening: clients are refused, and nobody else is given the port.
 */
final class SmtpListener {
  private static final int BACKLOG = 200;

  private final ExecutorService threads;
  private final Consumer<Socket> clients;
  private final InetSocketAddress address;
  private ServerSocket listening;
  private Socket reservation;
  private Future<?> accepting;

  SmtpListener(ExecutorService threads, Consumer<Socket> clients) throws IOException {
    this.threads = threads;
    this.clients = clients;
    listen(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
    this.address = (InetSocketAddress) listening.getLocalSocketAddress();
  }

  int port() {
    return address.getPort();
  }

  /** On return every client accepted before has been handed over, and none will be any more. */
  synchronized void stop() throws IOException {
    if (listening != null) {
      listening.close();
      listening = null;
      awaitEndOfAccepting();
      reservation = new Socket();
      reservation.setReuseAddress(true);
      reservation.bind(address);
    }
  }

  synchronized void listenAgain() throws IOException {
    if (listening == null) {
      giveUpPort();
      listen(address);
    }
  }

  /** Frees the port; to be called after {@link #stop()}. */
  synchronized void giveUpPort() throws IOException {
    if (reservation != null) {
      reservation.close();
      reservation = null;
    }
  }

  private void listen(InetSocketAddress local) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(local, BACKLOG);
    listening = socket;
    accepting = threads.submit(() -> accept(socket));
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        clients.accept(socket.accept());
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void awaitEndOfAccepting() throws IOException {
    try {
      accepting.get();
    } catch (ExecutionException e) {
      throw new IOException("accepting had failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the listener stopped", e);
    }
  }
}

package io.dromail.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The receiving SMTP server: lean enough for hundreds of thousands of mails, and with a {@link
 * Fate} for each of them. It can go away and come back on the same port.
 */
final class Provider implements AutoCloseable {
  private static final int BACKLOG = 200;

  private final Ledger ledger;
  private final Set<ProviderSession> sessions = ConcurrentHashMap.newKeySet();
  private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private ServerSocket listening;

  Provider(Ledger ledger) {
    this.ledger = ledger;
    comeBack();
  }

  String url() {
    return "smtp://127.0.0.1:%d?tls=none".formatted(address.getPort());
  }

  /** Refuses connections and cuts the open ones, whatever they are at. */
  synchronized void goAway() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sessions.forEach(ProviderSession::sendAway);
  }

  synchronized void comeBack() {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(address, BACKLOG);
      address = (InetSocketAddress) socket.getLocalSocketAddress();
      listening = socket;
      daemon(() -> accept(socket), "provider");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    goAway();
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        daemon(() -> serve(client), "provider-session");
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket client) {
    ProviderSession session = new ProviderSession(client, ledger);
    sessions.add(session);
    try {
      session.converse();
    } catch (IOException left) {
      // The client has gone, or was sent away.
    } finally {
      session.close();
      sessions.remove(session);
    }
  }

  private static void daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}

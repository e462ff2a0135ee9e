package io.dromail.testing;

import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;

/** The sessions that are under way, each on a thread of its own. */
final class SmtpSessions {
  private final ExecutorService threads;
  private final ServerFeatures features;
  private final Script script;
  private final Gate gate;
  private final Journal journal;
  private final Map<SmtpConnection, CountDownLatch> open = new ConcurrentHashMap<>();

  SmtpSessions(
      ExecutorService threads, ServerFeatures features, Script script, Gate gate, Journal journal) {
    this.threads = threads;
    this.features = features;
    this.script = script;
    this.gate = gate;
    this.journal = journal;
  }

  void begin(Socket client) {
    int number = journal.opened();
    SmtpConnection connection = new SmtpConnection(client, number, journal);
    open.put(connection, new CountDownLatch(1));
    threads.execute(() -> run(connection));
  }

  /** Cuts every connection that is open now and returns when their sessions have ended. */
  void cutAll() {
    Map<SmtpConnection, CountDownLatch> current = Map.copyOf(open);
    current.keySet().forEach(SmtpConnection::cut);
    for (CountDownLatch ended : current.values()) {
      try {
        ended.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while sessions ended", e);
      }
    }
  }

  private void run(SmtpConnection connection) {
    String reason = "failed";
    try {
      reason = converse(connection);
    } catch (IOException e) {
      reason = e.getMessage();
    } finally {
      connection.cut();
      journal.closed(connection.number(), reason);
      open.remove(connection).countDown();
    }
  }

  private String converse(SmtpConnection connection) throws IOException {
    try {
      StagePlayer player = new StagePlayer(connection, script, gate, journal);
      connection.begin();
      new SmtpSession(connection, features, player, journal).converse();
      connection.close();
      return "end of the session";
    } catch (ConnectionEnded e) {
      if (e.isAfterReply()) {
        connection.closeAfterReply();
      }
      return e.getMessage();
    }
  }
}

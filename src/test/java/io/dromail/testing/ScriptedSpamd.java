package io.dromail.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * A spamd for tests: takes a request in the SPAMC protocol until its end, and answers what it's
 * told to. Without more words every mail is clean.
 */
public final class ScriptedSpamd implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final SmtpListener listener;
  private volatile UnaryOperator<String> script = request -> verdict(0.1, "NO_RELAYS");

  private ScriptedSpamd() throws IOException {
    listener = new SmtpListener(threads, client -> threads.execute(() -> serve(client)));
  }

  /** Starts one on a free port of 127.0.0.1. */
  public static ScriptedSpamd start() {
    try {
      return new ScriptedSpamd();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An answer to SYMBOLS, as a real one words it. */
  public static String verdict(double score, String rules) {
    return String.format(
        Locale.ROOT,
        "SPAMD/1.1 0 EX_OK\r\nContent-length: %d\r\nSpam: %s ; %.1f / 5.0\r\n\r\n%s\r\n",
        rules.length() + 2,
        score >= 5 ? "True" : "False",
        score,
        rules);
  }

  public String address() {
    return "127.0.0.1:" + listener.port();
  }

  /** From now on answers so; a function that returns null lets the client wait. */
  public void answer(UnaryOperator<String> toRequest) {
    script = toRequest;
  }

  /** What was asked so far. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Forgets what was asked. */
  public void forget() {
    requests.clear();
  }

  /** Refuses connections until {@link #listenAgain()}. */
  public void stopListening() {
    try {
      listener.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void listenAgain() {
    try {
      listener.listenAgain();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    stopListening();
    threads.shutdownNow();
    try {
      listener.giveUpPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(Socket client) {
    try (client) {
      byte[] all = client.getInputStream().readAllBytes();
      String request = new String(all, StandardCharsets.ISO_8859_1);
      requests.add(request);
      String answer = script.apply(request);
      if (answer == null) {
        closing.await();
      } else {
        client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (IOException gone) {
      // The client has given up.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

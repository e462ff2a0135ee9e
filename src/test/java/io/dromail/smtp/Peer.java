package io.dromail.smtp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The other end of a connection, which does what a test's script says, step by step. */
final class Peer implements AutoCloseable {

  /** What it says and hears. */
  interface Script {
    void play(Peer peer) throws IOException;
  }

  private final ServerSocket listening;
  private final CompletableFuture<Void> played = new CompletableFuture<>();
  private final Socket client;
  private final Socket server;
  private final InputStream in;

  Peer(Script script) throws IOException {
    listening = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    client = new Socket("127.0.0.1", listening.getLocalPort());
    server = listening.accept();
    in = new BufferedInputStream(server.getInputStream());
    client.setSoTimeout(3_000);
    server.setSoTimeout(10_000);
    Thread thread = new Thread(() -> play(script), "peer");
    thread.setDaemon(true);
    thread.start();
  }

  private void play(Script script) {
    try {
      script.play(this);
      played.complete(null);
    } catch (IOException | RuntimeException | AssertionError e) {
      played.completeExceptionally(e);
      hangUp();
    }
  }

  /** A client's end of it. */
  Dialogue dialogue(boolean pipelining, boolean chunking, Habits habits) throws IOException {
    return new Dialogue(client, client, Duration.ofSeconds(2), pipelining, chunking, habits);
  }

  /** For so long the client waits for replies. */
  void patience(int millis) throws IOException {
    client.setSoTimeout(millis);
  }

  /** Fails if the script wasn't played to its end as it is written. */
  void hasPlayed() throws Exception {
    try {
      played.get(15, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("the script isn't at its end");
    }
  }

  /** Hears these lines; none is answered before all have come. */
  Peer hear(String... lines) throws IOException {
    for (String line : lines) {
      String heard = line();
      if (!line.equals(heard)) {
        throw new AssertionError("heard '" + heard + "' instead of '" + line + "'");
      }
    }
    return this;
  }

  /** Hears nothing for a moment. */
  Peer hearNothing() throws IOException {
    server.setSoTimeout(50);
    try {
      in.mark(1);
      int octet = in.read();
      in.reset();
      throw new AssertionError(octet < 0 ? "the client has left" : "heard more: '" + line() + "'");
    } catch (java.net.SocketTimeoutException quiet) {
      server.setSoTimeout(10_000);
      return this;
    }
  }

  /** The client closes. */
  void hearGoodbye() throws IOException {
    int octet = in.read();
    if (octet >= 0) {
      throw new AssertionError("heard more: '" + (char) octet + line() + "'");
    }
  }

  Peer say(String... replies) throws IOException {
    server
        .getOutputStream()
        .write((String.join("\r\n", replies) + "\r\n").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** So many octets. */
  String octets(int count) throws IOException {
    return new String(in.readNBytes(count), StandardCharsets.UTF_8);
  }

  /** Throws away what has come in so far. */
  Peer forget() throws IOException {
    in.skipNBytes(in.available());
    return this;
  }

  void hangUp() {
    try {
      server.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
    listening.close();
  }

  private String line() throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        return "[EOF]";
      }
      octets.write(octet);
    }
    return octets.toString(StandardCharsets.UTF_8).stripTrailing();
  }
}

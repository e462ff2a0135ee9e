package io.dromail.contentcheck;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks a spamd in the SPAMC protocol, version 1.5: a connection a mail, as spamc does. Thread-safe.
 */
final class Spamd {

  /** Of an answer; one to SYMBOLS is a few hundred bytes. */
  private static final int LENGTH_AT_MOST = 65_536;

  private final String address;
  private final int timeoutSeconds;

  /**
   * Names a server, and connects with the first mail only.
   *
   * @param address host:port
   * @param timeoutSeconds for a mail from the first byte to the last
   */
  Spamd(String address, int timeoutSeconds) {
    this.address = address;
    this.timeoutSeconds = timeoutSeconds;
  }

  /** Asks about a mail as it is sent. */
  Verdict judge(byte[] mail) throws NoVerdict {
    CompletableFuture<Void> done = new CompletableFuture<>();
    try (Socket socket = new Socket()) {
      // A time-out of the socket wouldn't end a write to a spamd that doesn't read.
      done.orTimeout(timeoutSeconds, TimeUnit.SECONDS).whenComplete((any, late) -> close(socket));
      String answer = ask(socket, mail);
      return Verdict.read(answer)
          .orElseThrow(() -> new NoVerdict(address, firstLine(answer), null));
    } catch (NoVerdict e) {
      throw e;
    } catch (IOException e) {
      boolean late = done.isCompletedExceptionally();
      String words = late ? "not within " + timeoutSeconds + " s" : e.getMessage();
      throw new NoVerdict(address, words, e);
    } finally {
      done.complete(null);
    }
  }

  private String ask(Socket socket, byte[] mail) throws IOException {
    int colon = address.lastIndexOf(':');
    String host = address.substring(0, colon);
    socket.connect(new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1))));
    String head = "SYMBOLS SPAMC/1.5\r\nContent-length: " + mail.length + "\r\n\r\n";
    OutputStream out = socket.getOutputStream();
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(mail);
    socket.shutdownOutput();
    byte[] answer = socket.getInputStream().readNBytes(LENGTH_AT_MOST);
    return new String(answer, StandardCharsets.US_ASCII);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It was to be ended, and is.
    }
  }

  private static String firstLine(String answer) {
    return answer.lines().findFirst().orElse("an empty answer");
  }

  @Override
  public String toString() {
    return address;
  }
}

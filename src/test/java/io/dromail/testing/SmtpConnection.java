package io.dromail.testing;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A connection of a client: lines in, replies out, with or without TLS. */
final class SmtpConnection implements Gate.Peer {
  private static final int PEEK_MILLIS = 5;
  private static final int LINGER_MILLIS = 500;

  private final Socket transport;
  private final int number;
  private final Journal journal;
  private Socket socket;
  private WireInput input;
  private OutputStream output;

  SmtpConnection(Socket transport, int number, Journal journal) {
    this.transport = transport;
    this.number = number;
    this.journal = journal;
  }

  /** Starts without TLS. */
  void begin() throws IOException {
    transport.setTcpNoDelay(true);
    use(transport);
  }

  int number() {
    return number;
  }

  boolean isTls() {
    return socket != transport;
  }

  WireInput input() {
    return input;
  }

  /** The next command, or null when the client has closed the connection. */
  String readCommand() throws IOException {
    String line = input.readLine();
    if (line != null) {
      boolean secret = line.toUpperCase(Locale.ROOT).startsWith("AUTH ");
      journal.command(number, secret ? line.replaceFirst("(?i)^(AUTH \\S+ ).*", "$1***") : line);
    }
    return line;
  }

  /** An answer to a challenge of AUTH, which is not for the transcript. */
  String readSecret() throws IOException {
    String line = input.readLine();
    if (line == null) {
      throw ConnectionEnded.abruptly("the client left within AUTH");
    }
    journal.command(number, "***");
    return line;
  }

  /** Puts a reply in line; it is sent when the client has nothing more to say for now. */
  void reply(Behaviour.Reply reply) throws IOException {
    String[] lines = reply.text().split("\r?\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = reply.code() + (i < lines.length - 1 ? "-" : " ") + lines[i];
      journal.reply(number, line);
      output.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  void flush() throws IOException {
    output.flush();
  }

  /** Forgets what came in before the handshake (RFC 3207, section 4.2). */
  void startTls(SSLContext context) throws IOException {
    flush();
    SSLSocket secure =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(
                    transport,
                    transport.getInetAddress().getHostAddress(),
                    transport.getPort(),
                    true);
    secure.setUseClientMode(false);
    secure.startHandshake();
    use(secure);
  }

  /** Looks for the end of the stream without losing commands that came in ahead. */
  @Override
  public boolean hasGone() throws IOException {
    socket.setSoTimeout(PEEK_MILLIS);
    try {
      while (!input.isFull()) {
        if (!input.fill()) {
          return true;
        }
      }
      return false;
    } catch (SocketTimeoutException stillThere) {
      return false;
    } finally {
      socket.setSoTimeout(0);
    }
  }

  /** Waits for the client to close, as closing over unread commands may destroy the last reply. */
  void closeAfterReply() throws IOException {
    flush();
    socket.shutdownOutput();
    socket.setSoTimeout(LINGER_MILLIS);
    byte[] ignored = new byte[8192];
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LINGER_MILLIS);
    int count = 0;
    try {
      while (count >= 0 && System.nanoTime() < deadline) {
        count = socket.getInputStream().read(ignored);
      }
    } catch (SocketTimeoutException silent) {
      return;
    }
  }

  /** Closes politely, which with TLS means to say so. */
  void close() throws IOException {
    flush();
    socket.close();
  }

  /** Closes at once, from any thread. */
  void cut() {
    try {
      transport.close();
    } catch (IOException e) {
      throw new IllegalStateException("could not close connection " + number, e);
    }
  }

  private void use(Socket next) throws IOException {
    socket = next;
    output = new BufferedOutputStream(next.getOutputStream());
    input = new WireInput(next.getInputStream(), this::flush);
  }
}

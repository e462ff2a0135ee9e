package io.dromail.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client that sends exactly the lines it is given, as many as it likes in one packet. */
final class SmtpLines implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket;
  private final BufferedReader replies;
  private boolean greeted;

  SmtpLines(ScriptedSmtpServer server) throws IOException {
    socket = new Socket("127.0.0.1", server.port());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    replies =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Sends lines without waiting for any reply. */
  void say(String... lines) throws IOException {
    sendRaw((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  void sendRaw(byte[] octets) throws IOException {
    socket.getOutputStream().write(octets);
  }

  /** Sends a command and returns its reply, which the first time has the greeting before it. */
  List<String> ask(String command) throws IOException {
    say(command);
    List<String> lines = new ArrayList<>();
    if (!greeted) {
      readReply(lines);
      greeted = true;
    }
    readReply(lines);
    return lines;
  }

  /** All lines until the server closes the connection. */
  List<String> readToEnd() throws IOException {
    List<String> lines = new ArrayList<>();
    try {
      for (String line = replies.readLine(); line != null; line = replies.readLine()) {
        lines.add(line);
      }
    } catch (SocketException reset) {
      return lines;
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void readReply(List<String> lines) throws IOException {
    String line;
    do {
      line = replies.readLine();
      lines.add(line);
    } while (line != null && line.startsWith("-", 3));
  }
}

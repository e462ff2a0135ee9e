package io.dromail.smtp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * The octets of a connection. One thread may write while another one reads. A write that takes too
 * long fails, and what the server has said meanwhile can still be read.
 */
final class Wire {

  /** How long to look whether the server has closed a connection that was left alone. */
  private static final int GLANCE_MS = 1;

  /** How long to wait for what a server has said that takes no more. */
  private static final int LAST_WORDS_MS = 1_000;

  private final Socket socket;
  private final Socket transport;
  private final OutputStream out;
  private final Replies replies;
  private final Duration writeTimeout;

  /**
   * Over an open connection.
   *
   * @param socket what is spoken over, with TLS or without
   * @param transport the socket below TLS, or the same
   * @param writeTimeout for each write; reads have the socket's own time-out
   */
  Wire(Socket socket, Socket transport, Duration writeTimeout) throws IOException {
    this.socket = socket;
    this.transport = transport;
    this.writeTimeout = writeTimeout;
    transport.setTcpNoDelay(true);
    out = socket.getOutputStream();
    replies = new Replies(socket.getInputStream());
  }

  void write(byte[] octets, int from, int length) throws IOException {
    Deadlines.Deadline deadline = Deadlines.after(writeTimeout, this::stopWriting);
    IOException failure = null;
    try {
      out.write(octets, from, length);
      out.flush();
    } catch (IOException e) {
      failure = e;
    }
    boolean inTime = deadline.keep();
    if (failure != null) {
      throw inTime ? failure : new SocketTimeoutException("Write timed out");
    }
  }

  void write(byte[] octets) throws IOException {
    write(octets, 0, octets.length);
  }

  Reply read() throws IOException {
    return replies.read();
  }

  /** Whether the server has said something already. */
  boolean hasReply() throws IOException {
    return replies.isWaiting();
  }

  /** Whether the server has neither closed the connection nor said anything while it was idle. */
  boolean isQuiet() {
    try {
      int patience = socket.getSoTimeout();
      socket.setSoTimeout(GLANCE_MS);
      try {
        replies.peek();
        return false;
      } catch (SocketTimeoutException quiet) {
        socket.setSoTimeout(patience);
        return true;
      }
    } catch (IOException gone) {
      return false;
    }
  }

  /** From now on waits for what the server has said, but for nothing that it may be doing. */
  void hurry() throws IOException {
    socket.setSoTimeout(LAST_WORDS_MS);
  }

  /** Closes at once, whatever other threads do. */
  void cut() {
    try {
      transport.close();
    } catch (IOException alreadyGone) {
      // That's what was wanted.
    }
  }

  private void stopWriting() {
    try {
      transport.shutdownOutput();
    } catch (IOException alreadyGone) {
      // Then nobody writes any more.
    }
  }
}

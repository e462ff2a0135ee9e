package io.dromail.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is written within a {@link Gathering} until its end, up to 64 KB; everything goes out
 * in the order in which it was written, whoever wrote it. Thread-safe.
 */
final class GatheringStream extends OutputStream {

  private static final Logger LOG = LoggerFactory.getLogger(GatheringStream.class);
  private static final int KEPT_AT_MOST = 64 << 10;

  private final OutputStream socket;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream(8 << 10);

  GatheringStream(OutputStream socket) {
    this.socket = socket;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) throws IOException {
    Gathering gathering = Gathering.current();
    if (gathering == null || kept.size() + length > KEPT_AT_MOST) {
      writeKept();
    }
    if (gathering == null || length > KEPT_AT_MOST) {
      socket.write(bytes, from, length);
      return;
    }
    if (kept.size() == 0) {
      gathering.add(this);
    }
    kept.write(bytes, from, length);
  }

  synchronized void writeKept() throws IOException {
    if (kept.size() > 0) {
      try {
        kept.writeTo(socket);
      } finally {
        kept.reset();
      }
    }
  }

  /** The writer's flush comes after each message, and is none of a {@link Gathering}'s. */
  @Override
  public void flush() throws IOException {
    if (Gathering.current() == null) {
      writeKept();
      socket.flush();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Closes the socket; both ends know then that nothing more comes. */
  void abandon() {
    try {
      close();
    } catch (IOException e) {
      LOG.debug("a socket can't be closed", e);
    }
  }
}

package io.dromail.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line to a server of this machine on which everything takes its time, one way and the other. */
public final class LongLine implements AutoCloseable {
  private final int server;
  private final FarLine line;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** Listens on a free port of 127.0.0.1. */
  public LongLine(int server, Duration roundTrip) {
    this.server = server;
    line = new FarLine("long-line", roundTrip.dividedBy(2));
    line.open(this::welcome);
  }

  public int port() {
    return line.port();
  }

  @Override
  public void close() {
    line.close();
    try {
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void welcome(Socket client) throws IOException {
    Socket upstream = new Socket("127.0.0.1", server);
    upstream.setTcpNoDelay(true);
    open.add(client);
    open.add(upstream);
    line.work("-there", () -> pump(client, upstream));
    line.work("-back", () -> pump(upstream, client));
  }

  private void pump(Socket from, Socket to) {
    byte[] block = new byte[65_536];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        byte[] part = Arrays.copyOf(block, count);
        line.later(() -> out.write(part));
      }
    } catch (IOException gone) {
      // The other side hears of it below.
    } finally {
      line.later(to::close);
    }
  }
}

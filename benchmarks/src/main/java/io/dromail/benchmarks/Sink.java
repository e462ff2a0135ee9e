package io.dromail.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An SMTP server that takes every mail and keeps none, on a free port of the loopback. All of it
 * runs in one thread, whatever the number of connections. With a delay, each reply leaves that long
 * after its command has come: a server so far away, for which commands in one group share a round
 * trip.
 */
public final class Sink implements Runnable, AutoCloseable {

  private static final int BLOCK = 65_536;

  private final Selector selector = Selector.open();
  private final ServerSocketChannel door = ServerSocketChannel.open();
  private final long delayNanos;
  private final boolean pipelining;
  private final boolean chunking;
  private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
  private final Queue<LaterReply> later = new ArrayDeque<>();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private Count count;
  private int connections;
  private volatile boolean closed;

  /**
   * Listens; nothing is answered until it runs.
   *
   * @param delayMs how far away it is, there and back
   * @param pipelining whether it offers PIPELINING (RFC 2920)
   * @param chunking whether it offers CHUNKING (RFC 3030)
   */
  public Sink(int delayMs, boolean pipelining, boolean chunking) throws IOException {
    delayNanos = delayMs * 1_000_000L;
    this.pipelining = pipelining;
    this.chunking = chunking;
    door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
    door.configureBlocking(false);
    door.register(selector, SelectionKey.OP_ACCEPT);
  }

  /** Where it listens. */
  public int port() throws IOException {
    return ((InetSocketAddress) door.getLocalAddress()).getPort();
  }

  /** Counts from now on, in place of what was counted before; called from any thread. */
  void count(Count next) {
    tasks.add(
        () -> {
          count = next;
          connections = 0;
        });
    selector.wakeup();
  }

  @Override
  public void run() {
    try {
      while (!closed) {
        selector.select(patience());
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        sendDue();
        Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
        while (ready.hasNext()) {
          SelectionKey key = ready.next();
          ready.remove();
          if (key.isValid()) {
            serve(key);
          }
        }
        if (count != null && count.isOver(System.nanoTime(), connections)) {
          count = null;
        }
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new IllegalStateException("the sink has failed", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
  }

  boolean offersPipelining() {
    return pipelining;
  }

  boolean offersChunking() {
    return chunking;
  }

  /** Sends a reply, after the delay. */
  void reply(SinkConnection to, byte[] words) {
    if (delayNanos == 0) {
      to.put(words);
    } else {
      later.add(new LaterReply(System.nanoTime() + delayNanos, to, words));
    }
  }

  /** Notes a mail that was taken. */
  void taken(String address, long size) {
    if (count != null) {
      count.arrivals().note(address, size);
    }
  }

  private void serve(SelectionKey key) throws IOException {
    if (key.isAcceptable()) {
      for (SocketChannel caller = door.accept(); caller != null; caller = door.accept()) {
        caller.configureBlocking(false);
        caller.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SelectionKey its = caller.register(selector, SelectionKey.OP_READ);
        SinkConnection connection = new SinkConnection(this, caller, its);
        its.attach(connection);
        connections++;
        connection.greet();
      }
    } else {
      ((SinkConnection) key.attachment()).serve(block);
    }
  }

  private void sendDue() {
    long now = System.nanoTime();
    while (!later.isEmpty() && later.peek().at - now <= 0) {
      LaterReply reply = later.poll();
      reply.to.put(reply.words);
      reply.to.flush();
    }
  }

  /** How long nothing happens unless somebody speaks, in milliseconds; 0 for ever. */
  private long patience() {
    long most = count == null ? 0 : Count.LOOK_AGAIN_MS;
    if (later.isEmpty()) {
      return most;
    }
    long due = Math.max(1, (later.peek().at - System.nanoTime()) / 1_000_000 + 1);
    return most == 0 ? due : Math.min(most, due);
  }

  private record LaterReply(long at, SinkConnection to, byte[] words) {}
}

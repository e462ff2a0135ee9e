package io.dromail.benchmarks;

import java.io.IOException;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Sends requests over a number of connections, all in one thread. In a closed loop each connection
 * sends its next request when the last one is answered. In an open loop a request is due at its
 * time, whether a connection is free or not, and its latency counts from there. Used once.
 */
final class Load {

  private final InetSocketAddress server;
  private final RequestForm form;
  private final int connections;
  private final double rate;
  private final long[] due;
  private final long[] answered;
  private final int[] status;
  private final Deque<Integer> waiting = new ArrayDeque<>();
  private final Deque<LoadConnection> free = new ArrayDeque<>();
  private int next;
  private int done;
  private long begin;

  /**
   * For one run.
   *
   * @param rate requests a second; 0 for a closed loop
   */
  Load(InetSocketAddress server, RequestForm form, int requests, int connections, double rate) {
    this.server = server;
    this.form = form;
    this.connections = connections;
    this.rate = rate;
    due = new long[requests];
    answered = new long[requests];
    status = new int[requests];
  }

  /** Sends all of them and waits for the answers. */
  void run() throws IOException {
    try (Selector selector = Selector.open()) {
      begin = System.nanoTime();
      for (int i = 0; i < connections; i++) {
        goOn(new LoadConnection(this, server, selector, form));
      }
      while (done < due.length) {
        startDue();
        select(selector);
        Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
        while (ready.hasNext()) {
          SelectionKey key = ready.next();
          ready.remove();
          ((LoadConnection) key.attachment()).serve();
        }
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    }
  }

  /** Notes an answer; status 0 for a lost connection. */
  void answered(int request, int code) {
    answered[request] = System.nanoTime();
    status[request] = code;
    done++;
  }

  /** Gives a connection its next request, if there is one. */
  void goOn(LoadConnection connection) throws IOException {
    if (rate > 0 && waiting.isEmpty()) {
      free.push(connection);
    } else if (rate > 0) {
      connection.send(waiting.poll());
    } else if (next < due.length) {
      due[next] = System.nanoTime();
      connection.send(next++);
    }
  }

  /** A line for each request: when it was due and answered, and with which status. */
  void write(Path file) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < due.length; i++) {
        out.write(due[i] + " " + answered[i] + " " + status[i] + "\n");
      }
    }
  }

  private void startDue() throws IOException {
    while (rate > 0 && next < due.length && dueOf(next) - System.nanoTime() <= 0) {
      due[next] = dueOf(next);
      waiting.add(next++);
      if (!free.isEmpty()) {
        free.pop().send(waiting.poll());
      }
    }
  }

  private void select(Selector selector) throws IOException {
    if (rate == 0 || next == due.length) {
      selector.select();
      return;
    }
    // Rounded down: rather look once more than send late.
    long wait = (dueOf(next) - System.nanoTime()) / 1_000_000;
    if (wait > 0) {
      selector.select(wait);
    } else {
      selector.selectNow();
    }
  }

  private long dueOf(int request) {
    return begin + (long) (request / rate * 1e9);
  }
}

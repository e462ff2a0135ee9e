package io.dromail.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One HTTP connection, with one request at a time; opened anew when the server closes it. */
final class LoadConnection {

  private static final int ANSWER_AT_MOST = 262_144;
  private static final String LENGTH = "\r\ncontent-length:";

  private final Load load;
  private final InetSocketAddress server;
  private final Selector selector;
  private final RequestForm form;
  private final ByteBuffer request;
  private final ByteBuffer answer = ByteBuffer.allocate(ANSWER_AT_MOST);
  private SocketChannel channel;
  private SelectionKey key;
  private int number = -1;

  LoadConnection(Load load, InetSocketAddress server, Selector selector, RequestForm form)
      throws IOException {
    this.load = load;
    this.server = server;
    this.selector = selector;
    this.form = form;
    request = form.copy();
    open();
  }

  /** Sends a request. */
  void send(int next) throws IOException {
    number = next;
    form.number(request, next);
    answer.clear();
    write();
  }

  /** Goes on writing or reading. */
  void serve() throws IOException {
    try {
      if (key.isWritable()) {
        write();
      }
      if (key.isReadable()) {
        read();
      }
    } catch (IOException e) {
      lost();
    }
  }

  private void open() throws IOException {
    channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  private void write() throws IOException {
    channel.write(request);
    key.interestOps(
        request.hasRemaining()
            ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
            : SelectionKey.OP_READ);
  }

  private void read() throws IOException {
    if (channel.read(answer) < 0) {
      lost();
      return;
    }
    String text =
        new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1)
            .toLowerCase(Locale.ROOT);
    int head = text.indexOf("\r\n\r\n");
    if (head < 0) {
      return;
    }
    int length = text.indexOf(LENGTH);
    if (length < 0 || length > head) {
      throw new IllegalStateException("an answer without Content-Length: " + text);
    }
    int from = length + LENGTH.length();
    int body = Integer.parseInt(text.substring(from, text.indexOf("\r\n", from)).strip());
    if (answer.position() >= head + 4 + body) {
      int answered = number;
      number = -1;
      load.answered(answered, Integer.parseInt(text.substring(9, 12)));
      load.goOn(this);
    }
  }

  private void lost() throws IOException {
    channel.close();
    open();
    if (number >= 0) {
      load.answered(number, 0);
      number = -1;
      load.goOn(this);
    }
  }
}

package io.dromail.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One connection to the sink: its commands, and contents by DATA or BDAT. Keeps no content. */
final class SinkConnection {

  private static final int LINE_AT_MOST = 4_096;
  private static final byte[] END = ascii("\r\n.\r\n");
  private static final byte[] OK = ascii("250 2.0.0 OK\r\n");
  private static final byte[] TAKEN = ascii("250 2.6.0 taken\r\n");
  private static final byte[] GO_ON = ascii("354 go on\r\n");
  private static final byte[] BYE = ascii("221 2.0.0 bye\r\n");
  private static final byte[] WRONG_ORDER = ascii("503 5.5.1 no recipients\r\n");
  private static final byte[] UNKNOWN = ascii("500 5.5.2 what?\r\n");

  private final Sink sink;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteBuffer out = ByteBuffer.allocate(16_384);
  private final ByteBuffer line = ByteBuffer.allocate(LINE_AT_MOST);
  private final List<String> recipients = new ArrayList<>();
  private Hearing hearing = Hearing.COMMANDS;
  private int matched;
  private long chunkLeft;
  private boolean lastChunk;
  private long size;

  SinkConnection(Sink sink, SocketChannel channel, SelectionKey key) {
    this.sink = sink;
    this.channel = channel;
    this.key = key;
  }

  void greet() {
    sink.reply(this, ascii("220 sink ESMTP\r\n"));
    flush();
  }

  /** Reads what has come, and answers. */
  void serve(ByteBuffer block) {
    try {
      block.clear();
      int read = channel.read(block);
      if (read < 0) {
        channel.close();
        return;
      }
      block.flip();
      while (block.hasRemaining()) {
        switch (hearing) {
          case COMMANDS -> command(block);
          case DATA -> data(block);
          default -> chunk(block);
        }
      }
      flush();
    } catch (IOException gone) {
      hangUp();
    }
  }

  /** Adds to what is to be sent. */
  void put(byte[] words) {
    if (out.remaining() >= words.length) {
      out.put(words);
    } else {
      hangUp();
    }
  }

  /** Sends it; what doesn't go now goes when it can. */
  void flush() {
    try {
      if (channel.isOpen()) {
        out.flip();
        channel.write(out);
        out.compact();
        key.interestOps(
            out.position() == 0
                ? SelectionKey.OP_READ
                : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      }
    } catch (IOException gone) {
      hangUp();
    }
  }

  private void command(ByteBuffer in) {
    while (in.hasRemaining()) {
      byte octet = in.get();
      if (octet == '\n') {
        String words = new String(line.array(), 0, line.position(), StandardCharsets.UTF_8).strip();
        line.clear();
        obey(words);
        return;
      }
      if (!line.hasRemaining()) {
        hangUp();
        return;
      }
      line.put(octet);
    }
  }

  private void obey(String words) {
    String verb = words.split(" ", 2)[0].toUpperCase(Locale.ROOT);
    switch (verb) {
      case "EHLO", "HELO" -> sink.reply(this, offers());
      case "MAIL", "RSET" -> {
        recipients.clear();
        size = 0;
        sink.reply(this, OK);
      }
      case "RCPT" -> {
        recipients.add(words.substring(words.indexOf('<') + 1, words.indexOf('>')));
        sink.reply(this, OK);
      }
      case "DATA" -> {
        if (!recipients.isEmpty()) {
          hearing = Hearing.DATA;
          // The line end of DATA is the one before a dot that comes at once.
          matched = 2;
        }
        sink.reply(this, recipients.isEmpty() ? WRONG_ORDER : GO_ON);
      }
      case "BDAT" -> {
        String[] parts = words.split(" +");
        chunkLeft = Long.parseLong(parts[1]);
        lastChunk = parts.length > 2;
        size += chunkLeft;
        hearing = Hearing.CHUNK;
        endChunk();
      }
      case "NOOP" -> sink.reply(this, OK);
      case "QUIT" -> sink.reply(this, BYE);
      default -> sink.reply(this, UNKNOWN);
    }
  }

  private byte[] offers() {
    return ascii(
        "250-sink\r\n"
            + (sink.offersPipelining() ? "250-PIPELINING\r\n" : "")
            + (sink.offersChunking() ? "250-CHUNKING\r\n" : "")
            + "250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 67108864\r\n");
  }

  private void data(ByteBuffer in) {
    int begin = in.position();
    while (in.hasRemaining()) {
      byte octet = in.get();
      if (octet == END[matched]) {
        matched++;
      } else {
        matched = octet == END[0] ? 1 : 0;
      }
      if (matched == END.length) {
        size += in.position() - begin - ".\r\n".length();
        take();
        return;
      }
    }
    size += in.position() - begin;
  }

  private void chunk(ByteBuffer in) {
    int part = (int) Math.min(chunkLeft, in.remaining());
    in.position(in.position() + part);
    chunkLeft -= part;
    endChunk();
  }

  private void endChunk() {
    if (chunkLeft > 0) {
      return;
    }
    if (recipients.isEmpty()) {
      hearing = Hearing.COMMANDS;
      sink.reply(this, WRONG_ORDER);
    } else if (lastChunk) {
      take();
    } else {
      hearing = Hearing.COMMANDS;
      sink.reply(this, OK);
    }
  }

  private void take() {
    hearing = Hearing.COMMANDS;
    recipients.forEach(address -> sink.taken(address, size));
    recipients.clear();
    size = 0;
    sink.reply(this, TAKEN);
  }

  private void hangUp() {
    try {
      channel.close();
    } catch (IOException alreadyGone) {
      // That's what was wanted.
    }
  }

  private static byte[] ascii(String words) {
    return words.getBytes(StandardCharsets.US_ASCII);
  }

  private enum Hearing {
    COMMANDS,
    DATA,
    CHUNK
  }
}

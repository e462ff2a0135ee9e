package io.dromail.drill;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** One client's session: just as much of RFC 5321 as a client needs that doesn't pipeline. */
final class ProviderSession {
  private static final String MESSAGE_ID = "message-id:";
  private static final int SLOW_MS = 3_000;
  private static final int USUAL_MS = 8;

  private final Socket socket;
  private final Ledger ledger;
  private final List<Recipient> recipients = new ArrayList<>();
  private InputStream in;
  private OutputStream out;
  private volatile boolean sentAway;

  private record Recipient(Parcel parcel, int number) {}

  ProviderSession(Socket socket, Ledger ledger) {
    this.socket = socket;
    this.ledger = ledger;
  }

  /** Returns when the client has said QUIT, or when it's to be left without an answer. */
  void converse() throws IOException {
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 16_384);
    out = socket.getOutputStream();
    reply("220 drill ESMTP");
    while (obey(line())) {
      // The next command.
    }
  }

  /** Ends it without regard to what it's at, from any thread. */
  void sendAway() {
    sentAway = true;
    close();
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean obey(String line) throws IOException {
    String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
    switch (verb) {
      case "EHLO" -> reply("250-drill\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES");
      case "MAIL", "RSET" -> {
        recipients.clear();
        reply("250 2.0.0 ok");
      }
      case "RCPT" -> {
        return recipient(line);
      }
      case "DATA" -> {
        return data();
      }
      case "QUIT" -> {
        reply("221 2.0.0 bye");
        return false;
      }
      default -> reply("250 2.0.0 ok");
    }
    return true;
  }

  private boolean recipient(String line) throws IOException {
    List<Recipient> named = new ArrayList<>();
    ledger.find(line, (parcel, number) -> named.add(new Recipient(parcel, number)));
    Recipient recipient = named.get(0);
    Parcel parcel = recipient.parcel();
    parcel.begun();
    Fate fate = parcel.fate();
    if (fate == Fate.GREYLISTED && parcel.disturbOnce()) {
      reply("450 4.2.0 greylisted, try again later");
    } else if (fate == Fate.BUSY && parcel.disturbOnce()) {
      reply("421 4.3.2 too busy");
      return false;
    } else if (fate == Fate.REFUSED || fate == Fate.ONE_OF_THREE && recipient.number() == 1) {
      reply("550 5.1.1 no such user");
    } else {
      recipients.add(recipient);
      reply("250 2.1.5 ok");
    }
    return true;
  }

  private boolean data() throws IOException {
    if (recipients.isEmpty()) {
      reply("554 5.5.1 no valid recipients");
      return true;
    }
    Parcel parcel = recipients.get(0).parcel();
    if (parcel.fate() == Fate.CUT && parcel.disturbOnce()) {
      return false;
    }
    reply("354 end with a dot");
    try {
      return settle(parcel, content());
    } catch (IOException e) {
      // The client may have sent the final dot, and then can't know either.
      if (sentAway) {
        parcel.answerLost();
      }
      throw e;
    }
  }

  private boolean settle(Parcel parcel, String messageId) throws IOException {
    switch (parcel.fate()) {
      case SPAM -> {
        reply("554 5.7.1 looks like spam");
        return true;
      }
      case LOST_UNANSWERED -> {
        return false;
      }
      case DEFERRED -> {
        if (parcel.disturbOnce()) {
          reply("451 4.3.0 local error");
          return true;
        }
      }
      default -> {
        // Taken.
      }
    }
    // Taken before the client can know.
    recipients.forEach(one -> ledger.arrived(one.parcel(), one.number(), messageId));
    recipients.clear();
    if (parcel.fate() == Fate.TAKEN_UNANSWERED) {
      return false;
    }
    ledger.replyOwed();
    try {
      pause(parcel.fate() == Fate.SLOW ? SLOW_MS : ThreadLocalRandom.current().nextInt(USUAL_MS));
      reply("250 2.0.0 taken");
    } finally {
      ledger.replyEnded();
    }
    return true;
  }

  /** Reads to the final dot, and returns the Message-ID. */
  private String content() throws IOException {
    String messageId = "none";
    boolean header = true;
    for (String line = line(); !line.equals("."); line = line()) {
      header = header && !line.isEmpty();
      if (header && line.toLowerCase(Locale.ROOT).startsWith(MESSAGE_ID)) {
        messageId = line.substring(MESSAGE_ID.length()).strip();
      }
    }
    return messageId;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(100);
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the client left");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private void reply(String text) throws IOException {
    out.write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void pause(int millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.dromail.smtp;

import io.dromail.smtp.Outcome.Fate;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A mail's commands, and which reply belongs to which (RFC 5321 section 3.3). Commands go in groups
 * (RFC 2920 section 3.1) of which all replies are read, whatever they are. Used once.
 */
final class Transaction {

  /** Commands whose replies surely fit into the windows of a connection (RFC 2920 section 3.1). */
  static final int GROUP = 100;

  private static final int BLOCK = 65_536;
  private static final byte[] END = ascii(".\r\n");
  private static final byte[] RESET = ascii("RSET\r\n");

  private final Wire wire;
  private final Letter letter;
  private final boolean first;
  private final Habits habits;
  private final List<Reply> recipients = new ArrayList<>();
  private Reply mail;
  private Reply data;
  private boolean endLeft;
  private boolean usable = true;

  /**
   * Over a connection.
   *
   * @param first whether no mail was sent over it before
   */
  Transaction(Wire wire, Letter letter, boolean first, Habits habits) {
    this.wire = wire;
    this.letter = letter;
    this.first = first;
    this.habits = habits;
  }

  /** Whether the connection is good for another mail afterwards. */
  boolean leavesUsable() {
    return usable;
  }

  /** The first group of a mail's commands, as it is sent. */
  static byte[] opening(Letter letter) {
    return octets(groups(letter, true, GROUP).get(0));
  }

  /**
   * Sends the mail by DATA.
   *
   * @param group how many commands may go together
   * @param openingLeft whether the first group is on its way already
   */
  Outcome byData(int group, boolean openingLeft, Followers followers) {
    try {
      ask(groups(letter, true, group), openingLeft);
      if (data == null || data.code() != 354 || taken() == 0) {
        return refused();
      }
      return content(followers);
    } catch (IOException e) {
      return lost(e);
    }
  }

  /** Sends the mail by BDAT (RFC 3030 section 2), envelope and content in one go. */
  Outcome byBdat() {
    List<String> commands = letter.envelope();
    commands.add("BDAT " + letter.small().length + " LAST");
    try {
      endLeft = true;
      write(join(octets(commands), letter.small()));
      long begin = System.nanoTime();
      for (int i = 0; i < commands.size() - 1; i++) {
        take(i, wire.read());
        measure(i, begin);
      }
      return verdictOnBdat(wire.read());
    } catch (IOException e) {
      return lost(e);
    }
  }

  /**
   * The same on a connection that hasn't shown yet that it knows BDAT. A server that doesn't would
   * take the content for commands, so that at first only a part of a line goes.
   */
  Outcome byBdatOnTrial() {
    try {
      ask(groups(letter, false, GROUP), false);
      if (taken() == 0) {
        return refused();
      }
      byte[] content = letter.small();
      wire.write(join(ascii("BDAT 1\r\n"), new byte[] {content[0]}));
      Reply one = wire.read();
      if (!one.isPositive()) {
        usable = false;
        if (one.isAboutSyntax()) {
          habits.refuseBdat();
          return new Outcome(Fate.UNTOUCHED, List.of(), one, null, false);
        }
        return new Outcome(Fate.REFUSED, recipients, one, null, false);
      }
      endLeft = true;
      byte[] rest = ascii("BDAT " + (content.length - 1) + " LAST\r\n");
      write(join(rest, content, 1));
      return verdictOnBdat(wire.read());
    } catch (IOException e) {
      return lost(e);
    }
  }

  /** Asks group by group, as long as something can come of it. */
  private void ask(List<List<String>> groups, boolean openingLeft) throws IOException {
    boolean left = openingLeft;
    int asked = 0;
    for (List<String> group : groups) {
      boolean isContent = asked > letter.recipients();
      if (mail != null && !mail.isPositive() || isContent && taken() == 0) {
        return;
      }
      if (!left) {
        wire.write(octets(group));
      }
      long begin = System.nanoTime();
      for (int i = 0; i < group.size(); i++) {
        take(asked, wire.read());
        if (!left) {
          measure(asked, begin);
        }
        asked++;
      }
      left = false;
    }
  }

  private void take(int command, Reply reply) throws IOException {
    if (command == 0) {
      mail = reply;
    } else if (command <= letter.recipients()) {
      recipients.add(reply);
    } else {
      data = reply;
    }
    if (reply.closes()) {
      throw new Closes(reply);
    }
  }

  private void measure(int command, long begin) {
    if (command == 0) {
      habits.answeredAfter(System.nanoTime() - begin);
    }
  }

  private Outcome content(Followers followers) throws IOException {
    byte[] last = null;
    if (!letter.isSmall()) {
      MailOutput out = new MailOutput(BLOCK, true, this::writeUnlessAnswered);
      try {
        letter.writeTo(out);
      } catch (IOException e) {
        return interrupted(e);
      }
      last = Arrays.copyOf(out.block(), out.length());
    }
    Letter next = followers.next();
    byte[] tail = next == null ? END : join(END, opening(next));
    try {
      endLeft = true;
      write(last == null ? letter.stuffed(tail) : join(last, tail));
    } finally {
      followers.contentLeft();
    }
    return verdict(wire.read());
  }

  /** A server may refuse a mail before it has all of it (RFC 5321 section 4.2.5). */
  private void writeUnlessAnswered(byte[] block, int length) throws IOException {
    if (wire.hasReply()) {
      throw new InterruptedIOException("the server answered before the end of the mail");
    }
    wire.write(block, 0, length);
  }

  /** Not all of the content has left, so that the server doesn't have the mail. */
  private Outcome interrupted(IOException why) {
    usable = false;
    try {
      wire.hurry();
      Reply reply = wire.read();
      if (reply.isNegative()) {
        return new Outcome(Fate.REFUSED, recipients, reply, null, false);
      }
    } catch (IOException silent) {
      // Then the first trouble is the one to tell.
    }
    return lost(why);
  }

  /** When this fails, the server may have said why, or that it has the mail. */
  private void write(byte[] octets) throws IOException {
    try {
      wire.write(octets);
    } catch (IOException e) {
      usable = false;
      wire.hurry();
    }
  }

  private Outcome verdict(Reply reply) {
    usable &= !reply.closes();
    if (reply.isPositive()) {
      return new Outcome(Fate.TAKEN, recipients, reply, null, true);
    }
    return new Outcome(Fate.REFUSED, recipients, reply, null, true);
  }

  /** After a BDAT that failed, only RSET makes a beginning (RFC 3030 section 2). */
  private Outcome verdictOnBdat(Reply reply) {
    if (reply.closes() || taken() > 0 && mail.isPositive() && reply.isPositive()) {
      return verdict(reply);
    }
    Outcome refused = refused();
    return refused.reply() == null && taken() == 0 || !mail.isPositive() ? refused : verdict(reply);
  }

  /** Ends a transaction that comes to nothing, so that the next one can begin. */
  private Outcome refused() {
    Reply decisive = !mail.isPositive() ? mail : taken() == 0 ? null : data;
    try {
      boolean open = data != null && data.code() == 354;
      if (open && taken() > 0) {
        // A dot would send an empty mail.
        throw new IOException("the server wants the content of a mail that it refused");
      }
      wire.write(open ? join(END, RESET) : RESET);
      if (open) {
        wire.read();
      }
      usable &= wire.read().isPositive();
    } catch (IOException e) {
      usable = false;
    }
    return new Outcome(Fate.REFUSED, toRecipients(), decisive, null, false);
  }

  private Outcome lost(IOException e) {
    usable = false;
    Reply closing = e instanceof Closes closes ? closes.reply : null;
    IOException why = closing == null ? e : null;
    if (mail != null && mail.isNegative() && !mail.closes()) {
      return new Outcome(Fate.REFUSED, List.of(), mail, null, false);
    }
    if (recipients.size() == letter.recipients() && taken() == 0) {
      return new Outcome(Fate.REFUSED, recipients, null, null, false);
    }
    if (mail == closing && !(endLeft && mail == null)) {
      return new Outcome(
          first ? firstFate(closing) : Fate.UNTOUCHED, List.of(), closing, why, false);
    }
    if (closing != null) {
      return new Outcome(Fate.REFUSED, recipients, closing, null, false);
    }
    return new Outcome(endLeft ? Fate.UNKNOWN : Fate.LOST, recipients, null, why, endLeft);
  }

  private static Fate firstFate(Reply closing) {
    return closing == null ? Fate.LOST : Fate.REFUSED;
  }

  /** If MAIL was refused, what RCPT was told is about the order of commands only. */
  private List<Reply> toRecipients() {
    return mail.isPositive() ? recipients : List.of();
  }

  private int taken() {
    int taken = 0;
    for (Reply reply : recipients) {
      taken += reply.isPositive() ? 1 : 0;
    }
    return taken;
  }

  private static List<List<String>> groups(Letter letter, boolean withData, int size) {
    List<String> commands = letter.envelope();
    if (withData) {
      commands.add("DATA");
    }
    List<List<String>> groups = new ArrayList<>();
    for (int i = 0; i < commands.size(); i += size) {
      groups.add(commands.subList(i, Math.min(commands.size(), i + size)));
    }
    return groups;
  }

  private static byte[] octets(List<String> commands) {
    return (String.join("\r\n", commands) + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] join(byte[] one, byte[] other) {
    return join(one, other, 0);
  }

  private static byte[] join(byte[] one, byte[] other, int from) {
    byte[] both = Arrays.copyOf(one, one.length + other.length - from);
    System.arraycopy(other, from, both, one.length, other.length - from);
    return both;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The server has said that it closes the connection. */
  private static final class Closes extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    Closes(Reply reply) {
      super(reply.text());
      this.reply = reply;
    }
  }
}

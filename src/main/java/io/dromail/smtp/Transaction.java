package io.dromail.smtp;

import io.dromail.smtp.Outcome.Fate;
import java.io.IOException;
import java.io.InterruptedIOException;
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
  private static final byte[] END = Commands.ascii(".\r\n");
  private static final byte[] RESET = Commands.ascii("RSET\r\n");

  private final Wire wire;
  private final Letter letter;
  private final boolean first;
  private final Habits habits;
  private final Verdict verdict;
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
    verdict = new Verdict(letter.recipients());
  }

  /** Whether the connection is good for another mail afterwards. */
  boolean leavesUsable() {
    return usable;
  }

  /** The first group of a mail's commands, as it is sent. */
  static byte[] opening(Letter letter) {
    return Commands.octets(Commands.groups(letter, true, GROUP).get(0));
  }

  /**
   * Sends the mail by DATA.
   *
   * @param group how many commands may go together
   * @param openingLeft whether the first group is on its way already
   */
  Outcome byData(int group, boolean openingLeft, Followers followers) {
    try {
      ask(Commands.groups(letter, true, group), openingLeft);
      if (!verdict.wantsContent() || verdict.taken() == 0) {
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
      write(Commands.join(Commands.octets(commands), letter.small()));
      long begin = System.nanoTime();
      for (int i = 0; i < commands.size() - 1; i++) {
        verdict.note(i, wire.read());
        measure(i, begin);
      }
      return toBdat(wire.read());
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
      ask(Commands.groups(letter, false, GROUP), false);
      if (verdict.taken() == 0) {
        return refused();
      }
      byte[] content = letter.small();
      wire.write(Commands.join(Commands.ascii("BDAT 1\r\n"), new byte[] {content[0]}));
      Reply one = wire.read();
      if (!one.isPositive()) {
        usable = false;
        if (one.isAboutSyntax()) {
          habits.refuseBdat();
          return new Outcome(Fate.UNTOUCHED, List.of(), one, null, false);
        }
        return verdict.toPart(one);
      }
      endLeft = true;
      byte[] rest = Commands.ascii("BDAT " + (content.length - 1) + " LAST\r\n");
      write(Commands.join(rest, content, 1));
      return toBdat(wire.read());
    } catch (IOException e) {
      return lost(e);
    }
  }

  /** Asks group by group, as long as something can come of it. */
  private void ask(List<List<String>> groups, boolean openingLeft) throws IOException {
    boolean left = openingLeft;
    int asked = 0;
    for (List<String> group : groups) {
      if (!verdict.allows(asked)) {
        return;
      }
      if (!left) {
        wire.write(Commands.octets(group));
      }
      long begin = System.nanoTime();
      for (int i = 0; i < group.size(); i++) {
        verdict.note(asked, wire.read());
        if (!left) {
          measure(asked, begin);
        }
        asked++;
      }
      left = false;
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
    byte[] tail = next == null ? END : Commands.join(END, opening(next));
    try {
      endLeft = true;
      write(last == null ? letter.stuffed(tail) : Commands.join(last, tail));
    } finally {
      followers.contentLeft();
    }
    return toContent(wire.read());
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
        return verdict.toPart(reply);
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

  private Outcome toContent(Reply reply) {
    usable &= !reply.closes();
    return verdict.toContent(reply);
  }

  /** After a BDAT that failed, only RSET makes a beginning (RFC 3030 section 2). */
  private Outcome toBdat(Reply reply) {
    Outcome outcome = verdict.toAll(reply);
    usable &= !reply.closes();
    if (usable && outcome.fate() != Fate.TAKEN) {
      reset();
    }
    return outcome;
  }

  private Outcome refused() {
    reset();
    return verdict.toEnvelope();
  }

  /** Ends a transaction that comes to nothing, so that the next one can begin. */
  private void reset() {
    try {
      boolean open = verdict.wantsContent();
      if (open && verdict.taken() > 0) {
        // A dot would send an empty mail.
        throw new IOException("the server wants the content of a mail that it refused");
      }
      wire.write(open ? Commands.join(END, RESET) : RESET);
      if (open) {
        wire.read();
      }
      usable &= wire.read().isPositive();
    } catch (IOException e) {
      usable = false;
    }
  }

  private Outcome lost(IOException e) {
    usable = false;
    return verdict.whenLost(e, first, endLeft);
  }
}

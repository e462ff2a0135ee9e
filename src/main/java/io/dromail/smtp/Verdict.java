package io.dromail.smtp;

import io.dromail.smtp.Outcome.Fate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server has said to a mail's commands so far, and what becomes of the mail by it (RFC 5321
 * section 3.3). For one mail on one connection.
 */
final class Verdict {

  private final int asked;
  private final List<Reply> recipients = new ArrayList<>();
  private Reply mail;
  private Reply data;

  /**
   * Without any reply yet.
   *
   * @param recipients of the mail
   */
  Verdict(int recipients) {
    asked = recipients;
  }

  /**
   * Notes the reply to a command: the first is MAIL, then come those of the recipients, then DATA.
   *
   * @throws Closes if it says that the server closes the connection
   */
  void note(int command, Reply reply) throws Closes {
    if (command == 0) {
      mail = reply;
    } else if (command <= asked) {
      recipients.add(reply);
    } else {
      data = reply;
    }
    if (reply.closes()) {
      throw new Closes(reply);
    }
  }

  /** How many recipients were taken. */
  int taken() {
    int taken = 0;
    for (Reply reply : recipients) {
      taken += reply.isPositive() ? 1 : 0;
    }
    return taken;
  }

  /** Whether something can come of this command after what was said to those before it. */
  boolean allows(int command) {
    boolean isContent = command > asked;
    return (mail == null || mail.isPositive()) && (!isContent || taken() > 0);
  }

  /** Whether the server waits for content after DATA, even if nobody is to have it. */
  boolean wantsContent() {
    return data != null && data.code() == 354;
  }

  /** What the server says to the content, if it has all of it. */
  Outcome toContent(Reply reply) {
    return new Outcome(
        reply.isPositive() ? Fate.TAKEN : Fate.REFUSED, recipients, reply, null, true);
  }

  /** What the server says to content that isn't complete, which makes it a refusal. */
  Outcome toPart(Reply reply) {
    return new Outcome(Fate.REFUSED, recipients, reply, null, false);
  }

  /** What the server says after BDAT to all of it: to the content only if it took the envelope. */
  Outcome toAll(Reply reply) {
    return mail.isPositive() && taken() > 0 || reply.closes() ? toContent(reply) : toEnvelope();
  }

  /** Refused before the content: by MAIL, by every recipient, or by DATA. */
  Outcome toEnvelope() {
    Reply decisive = !mail.isPositive() ? mail : taken() == 0 ? null : data;
    // If MAIL was refused, what RCPT was told is about the order of commands only.
    return new Outcome(
        Fate.REFUSED, mail.isPositive() ? recipients : List.of(), decisive, null, false);
  }

  /**
   * What is known of a mail whose connection went.
   *
   * @param first whether no mail was sent over it before, so that it can't be stale
   * @param endLeft whether the end of the content may have left
   */
  Outcome whenLost(IOException e, boolean first, boolean endLeft) {
    Reply closing = e instanceof Closes closes ? closes.reply : null;
    IOException why = closing == null ? e : null;
    if (mail != null && mail.isNegative() && !mail.closes()) {
      return new Outcome(Fate.REFUSED, List.of(), mail, null, false);
    }
    if (recipients.size() == asked && taken() == 0) {
      return new Outcome(Fate.REFUSED, recipients, null, null, false);
    }
    if (mail == closing && !(endLeft && mail == null)) {
      Fate ofFirst = closing == null ? Fate.LOST : Fate.REFUSED;
      return new Outcome(first ? ofFirst : Fate.UNTOUCHED, List.of(), closing, why, false);
    }
    if (closing != null) {
      return toPart(closing);
    }
    return new Outcome(endLeft ? Fate.UNKNOWN : Fate.LOST, recipients, null, why, endLeft);
  }

  /** The server has said that it closes the connection. */
  static final class Closes extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    Closes(Reply reply) {
      super(reply.text());
      this.reply = reply;
    }
  }
}

package io.dromail.smtp;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * What is said over a connection once it's open and logged in: one mail after another, each by one
 * call, and never more than two at the same time. A mail that {@link #follow follows} leaves its
 * commands behind the content of the one in front (RFC 2920 section 3.1) and its content when that
 * one has its final reply; so nobody ever has to guess about more than one mail of a connection.
 */
public final class Dialogue {

  private static final byte[] NOOP = "NOOP\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Wire wire;
  private final boolean pipelining;
  private final boolean chunking;
  private final Habits habits;
  private volatile CompletableFuture<Boolean> front;
  private volatile boolean usable = true;
  private volatile boolean knowsBdat;

  /**
   * Over a connection whose server has said all that it was asked for.
   *
   * @param socket with TLS or without
   * @param transport the socket below TLS, or the same
   * @param pipelining whether commands may go in groups (RFC 2920)
   * @param chunking whether the server offers BDAT (RFC 3030); used with pipelining only
   */
  public Dialogue(
      Socket socket,
      Socket transport,
      Duration writeTimeout,
      boolean pipelining,
      boolean chunking,
      Habits habits)
      throws IOException {
    this.wire = new Wire(socket, transport, writeTimeout);
    this.pipelining = pipelining;
    this.chunking = chunking;
    this.habits = habits;
  }

  /** Sends a mail, while no other one is in work. */
  public Outcome send(Letter letter, Followers followers) {
    boolean first = front == null;
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    front = over;
    Transaction transaction = new Transaction(wire, letter, first, habits);
    try {
      if (!isForBdat(letter)) {
        return transaction.byData(group(), false, pipelining ? followers : Followers.NONE);
      }
      if (!knowsBdat) {
        Outcome outcome = transaction.byBdatOnTrial();
        knowsBdat = outcome.afterContent();
        return outcome;
      }
      if (!wire.isQuiet()) {
        usable = false;
        return Outcome.untouched(new IOException("the server had closed the connection"));
      }
      return transaction.byBdat();
    } finally {
      end(transaction, over);
    }
  }

  /**
   * Sends a mail right behind the one that is in work and whose content has left. If that one takes
   * the connection with it, this one is untouched.
   *
   * @param envelopeLeft whether its envelope has left with that content
   */
  public Outcome follow(Letter letter, boolean envelopeLeft, Followers followers) {
    CompletableFuture<Boolean> ahead = front;
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    front = over;
    Transaction transaction = new Transaction(wire, letter, false, habits);
    try {
      if (!envelopeLeft) {
        wire.write(Transaction.opening(letter));
      }
      if (!ahead.join()) {
        return Outcome.untouched(new IOException("the mail in front has lost the connection"));
      }
      Outcome outcome = transaction.byData(group(), true, followers);
      if (outcome.fate() == Outcome.Fate.UNTOUCHED
          && outcome.lost() instanceof SocketTimeoutException) {
        habits.forgetFollowers();
      }
      return outcome;
    } catch (IOException e) {
      usable = false;
      ahead.join();
      return Outcome.untouched(e);
    } finally {
      end(transaction, over);
    }
  }

  /** Whether mails may follow others here. */
  public boolean takesFollowers() {
    return pipelining && usable && habits.takesFollowers();
  }

  /** Whether another mail may be sent. */
  public boolean isUsable() {
    return usable;
  }

  /** Whether the server answers; only while no mail is in work. */
  public boolean isAlive() {
    if (!usable) {
      return false;
    }
    try {
      wire.write(NOOP);
      usable = wire.read().code() == 250;
    } catch (IOException e) {
      usable = false;
    }
    return usable;
  }

  /** Closes the connection without a word. */
  public void cut() {
    usable = false;
    wire.cut();
  }

  private void end(Transaction transaction, CompletableFuture<Boolean> over) {
    if (!transaction.leavesUsable()) {
      usable = false;
    }
    over.complete(usable);
  }

  private int group() {
    return pipelining ? Transaction.GROUP : 1;
  }

  /** What goes by BDAT saves a round trip; on a near server that's not worth the glance. */
  private boolean isForBdat(Letter letter) {
    return pipelining
        && chunking
        && letter.isSmall()
        && letter.small().length > 1
        && letter.recipients() < Transaction.GROUP
        && habits.isFar()
        && habits.takesBdat();
  }
}

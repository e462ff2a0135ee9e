package io.dromail.drill;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** One mail of the drill: what was promised about it, and what was seen of it. Thread-safe. */
final class Parcel {
  static final String DOMAIN = "drill.example";

  private final int serial;
  private final Fate fate;
  private final int[] arrivals;
  private final String[] letters;
  private final Set<String> messageIds = new LinkedHashSet<>();
  private String id;
  private boolean disturbed;
  private boolean answerLost;
  private int begun;

  Parcel(int serial, Fate fate) {
    this.serial = serial;
    this.fate = fate;
    arrivals = new int[fate.recipients()];
    letters = new String[fate.recipients()];
  }

  Fate fate() {
    return fate;
  }

  /** Addresses such as {@code m17-0.plain@drill.example}, which lead back to this parcel. */
  List<String> addresses() {
    return IntStream.range(0, arrivals.length)
        .mapToObj(i -> "m%d-%d.%s@%s".formatted(serial, i, fate, DOMAIN))
        .toList();
  }

  /** Somebody was told that the mail is accepted. */
  synchronized void accepted(String answeredId, String messageId) {
    id = answeredId;
    messageIds.add(messageId);
  }

  synchronized String id() {
    return id;
  }

  synchronized boolean isAccepted() {
    return id != null;
  }

  /** Whether a trouble that comes once has still to come. */
  synchronized boolean disturbOnce() {
    boolean first = !disturbed;
    disturbed = true;
    return first;
  }

  synchronized void begun() {
    begun++;
  }

  synchronized void arrived(int recipient, String messageId) {
    arrivals[recipient]++;
    messageIds.add(messageId);
  }

  /** The provider left after the final dot, and couldn't answer. */
  synchronized void answerLost() {
    answerLost = true;
  }

  /** Whether nobody can know at the gateway that it arrived. */
  synchronized boolean isAnswerLost() {
    return answerLost;
  }

  /** The gateway gave up on a recipient. */
  synchronized void dead(int recipient, String failure, String cause) {
    if (!explained(recipient, failure) || letters[recipient] == null) {
      letters[recipient] = failure + ": " + cause;
    }
  }

  /** Whether it arrived, or is held, wherever it has to be. */
  synchronized boolean isSettled() {
    return recipients().allMatch(i -> isAtGoal(i) || isHeldForLostAnswer(i));
  }

  /** Copies beyond one. */
  synchronized int doubled() {
    return recipients().map(i -> Math.max(0, arrivals[i] - 1)).sum();
  }

  /** Whether it's held, with nothing that would explain it. */
  synchronized boolean isDeadWithoutReason() {
    return recipients()
        .anyMatch(
            i ->
                letters[i] != null
                    && !explained(i, letters[i].substring(0, letters[i].indexOf(':'))));
  }

  /** Transactions that were begun and came to nothing, though nothing was wrong at the provider. */
  synchronized int burned() {
    return fate == Fate.PLAIN && !answerLost ? Math.max(0, begun - arrivals[0]) : 0;
  }

  synchronized boolean hasSeveralMessageIds() {
    return messageIds.size() > 1;
  }

  private boolean isAtGoal(int recipient) {
    return (!fate.arrives(recipient) || arrivals[recipient] > 0)
        && (!fate.isHeld(recipient) || letters[recipient] != null);
  }

  private boolean isHeldForLostAnswer(int recipient) {
    return answerLost && letters[recipient] != null;
  }

  private boolean explained(int recipient, String failure) {
    return fate.explains(recipient, failure) || answerLost && failure.equals("unknown");
  }

  private IntStream recipients() {
    return IntStream.range(0, arrivals.length);
  }

  @Override
  public synchronized String toString() {
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < arrivals.length; i++) {
      seen.add(
          "%s arrived %d times%s"
              .formatted(
                  addresses().get(i),
                  arrivals[i],
                  letters[i] == null ? "" : ", dead letter " + letters[i]));
    }
    return "%s %s; transactions begun %d; Message-IDs %s"
        .formatted(id == null ? "not accepted" : id, String.join("; ", seen), begun, messageIds);
  }
}

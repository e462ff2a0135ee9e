package io.dromail.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** One round: its mails, and what is to be said about them. Thread-safe. */
final class Round {
  private final int number;
  private final RoundKind kind;
  private final Queue<Parcel> parcels = new ConcurrentLinkedQueue<>();
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
  private volatile String moment = "";
  private volatile Duration recovery = Duration.ZERO;

  Round(int number, RoundKind kind) {
    this.number = number;
    this.kind = kind;
  }

  RoundKind kind() {
    return kind;
  }

  void add(Parcel parcel) {
    parcels.add(parcel);
  }

  /** Something that must not be and that shows in no single mail. */
  void complain(String what) {
    complaints.add(what);
  }

  /** When the trouble came, in words. */
  void happened(String when) {
    moment = when;
  }

  /** How long it took from the end of the trouble to the next mail that arrived. */
  void recovered(Duration after) {
    recovery = after;
  }

  Duration recovery() {
    return recovery;
  }

  List<Parcel> parcels(Predicate<Parcel> which) {
    return parcels.stream().filter(which).toList();
  }

  int accepted() {
    return parcels(Parcel::isAccepted).size();
  }

  /** Handed in without a 202: refused, or cut off. */
  int notAccepted() {
    return parcels.size() - accepted();
  }

  /** Accepted, and neither arrived nor held where it has to be. */
  List<Parcel> lost() {
    return parcels(parcel -> parcel.isAccepted() && !parcel.isSettled());
  }

  int doubled() {
    return parcels.stream().mapToInt(Parcel::doubled).sum();
  }

  int allowedToDouble() {
    int senders = kind.doubles() ? Site.SENDERS : 0;
    return kind == RoundKind.KILL_IN_JOB_FILE ? senders + Site.WINDOW : senders;
  }

  List<Parcel> deadWithoutReason() {
    return parcels(Parcel::isDeadWithoutReason);
  }

  /** Attempts that a stop has cut off. */
  int burned() {
    return kind == RoundKind.STOP ? parcels.stream().mapToInt(Parcel::burned).sum() : 0;
  }

  /** Each violation in a sentence, with the mails that it's about. */
  List<String> violations() {
    List<String> found = new ArrayList<>(complaints);
    add(found, "lost", lost());
    if (doubled() > allowedToDouble()) {
      add(
          found,
          "doubled, with %d allowed".formatted(allowedToDouble()),
          parcels(parcel -> parcel.doubled() > 0));
    }
    add(found, "dead without a reason", deadWithoutReason());
    add(found, "with several Message-IDs", parcels(Parcel::hasSeveralMessageIds));
    if (burned() > 0) {
      add(found, "with an attempt burned by a stop", parcels(parcel -> parcel.burned() > 0));
    }
    return found.stream().map(what -> "round %d, %s: %s".formatted(number, kind, what)).toList();
  }

  @Override
  public String toString() {
    return "%s%s: %,d accepted, %,d not, %d lost, %d doubled (%d allowed), back after %.1f s"
        .formatted(
            kind,
            moment,
            accepted(),
            notAccepted(),
            lost().size(),
            doubled(),
            allowedToDouble(),
            recovery.toMillis() / 1000.0);
  }

  private static void add(List<String> found, String what, List<Parcel> which) {
    if (!which.isEmpty()) {
      StringBuilder sentence = new StringBuilder(which.size() + " " + what);
      which.stream().limit(20).forEach(parcel -> sentence.append("\n    ").append(parcel));
      found.add(sentence.toString());
    }
  }
}

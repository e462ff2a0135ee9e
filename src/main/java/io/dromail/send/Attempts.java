package io.dromail.send;

import io.dromail.mail.SmtpFailure;
import io.dromail.mail.SmtpFailure.Stage;
import java.util.concurrent.atomic.LongAdder;

/** How often a server was asked to take a mail, by what it said. Thread-safe. */
final class Attempts {

  private final LongAdder[] counts = new LongAdder[ReplyClass.values().length];

  Attempts() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  void sent() {
    counts[ReplyClass.POSITIVE.ordinal()].increment();
  }

  void failed(SmtpFailure failure) {
    counts[ReplyClass.of(failure).ordinal()].increment();
  }

  long count(ReplyClass reply) {
    return counts[reply.ordinal()].sum();
  }

  /** What a server said, by the first digit of its reply. */
  enum ReplyClass {
    POSITIVE("2xx"),
    TRANSIENT("4xx"),
    PERMANENT("5xx"),
    /** None, before the final dot or without a connection. */
    NONE("none"),
    /** None, after the final dot. */
    UNKNOWN("unknown");

    private final String words;

    ReplyClass(String words) {
      this.words = words;
    }

    static ReplyClass of(SmtpFailure failure) {
      if (failure.replyCode() >= 500) {
        return PERMANENT;
      }
      if (failure.replyCode() >= 400) {
        return TRANSIENT;
      }
      return failure.stage() == Stage.END_OF_DATA ? UNKNOWN : NONE;
    }

    @Override
    public String toString() {
      return words;
    }
  }
}

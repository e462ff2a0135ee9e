package io.dromail.command;

import picocli.CommandLine.Option;

/** How many mails to send, and how fast. */
final class ManyOptions {

  @Option(names = "--count", paramLabel = "N", description = "Sends N mails.")
  private int count = 1;

  @Option(names = "--rate", paramLabel = "R", description = "At most R mails a second.")
  private double rate;

  /** At least 1. */
  int count() {
    if (count < 1) {
      throw CommandFailed.usage("--count must be 1 or more.");
    }
    return count;
  }

  /** Nanoseconds from one mail to the next; 0 without a limit. */
  long spacing() {
    if (rate < 0) {
      throw CommandFailed.usage("--rate must be more than 0.");
    }
    return rate == 0 ? 0 : (long) (1e9 / rate);
  }
}

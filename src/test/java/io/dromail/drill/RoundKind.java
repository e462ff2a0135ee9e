package io.dromail.drill;

/** What happens in a round while mails are handed in and sent. */
enum RoundKind {
  KILL("kill -9 of Dromail", true, 10),
  KILL_IN_JOB_FILE("kill -9 in a job file", true, 2),
  BROKER_STOP("RabbitMQ stopped", false, 3),
  BROKER_KILL("kill -9 of RabbitMQ", false, 1),
  STOP("SIGTERM of Dromail", false, 2),
  PROVIDER("provider in trouble", false, 2),
  DATABASE("PostgreSQL away", false, 2);

  private final String words;
  private final boolean doubles;
  private final int share;

  RoundKind(String words, boolean doubles, int share) {
    this.words = words;
    this.doubles = doubles;
    this.share = share;
  }

  /** Whether a copy beyond one is excused; at most one for each sender is. */
  boolean doubles() {
    return doubles;
  }

  /** How many of some rounds are of this kind, beside the others. */
  int share() {
    return share;
  }

  @Override
  public String toString() {
    return words;
  }
}

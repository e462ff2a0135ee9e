package io.dromail.drill;

/** What happens in a round while mails are handed in and sent. */
enum RoundKind {
  KILL("kill -9 of Dromail", true, 50),
  KILL_IN_JOB_FILE("kill -9 in a job file", true, 10),
  BROKER_STOP("RabbitMQ stopped", false, 15),
  BROKER_KILL("kill -9 of RabbitMQ", false, 5),
  STOP("SIGTERM of Dromail", false, 10),
  PROVIDER("provider in trouble", false, 10),
  DATABASE("PostgreSQL away", false, 10);

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

  /** How many of 110 rounds are of this kind, if all kinds are possible. */
  int share() {
    return share;
  }

  @Override
  public String toString() {
    return words;
  }
}

package io.dromail.mail;

/** What went through something since it was made. */
public interface Throughput {

  /** How many are done, however they ended. */
  long done();

  /** How many are in work; rather one too many than one too few. */
  long inWork();
}

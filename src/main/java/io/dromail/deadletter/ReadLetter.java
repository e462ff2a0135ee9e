package io.dromail.deadletter;

/**
 * A message of {@code mail.dead}, read.
 *
 * @param job the envelope as it was, or whatever came in its place
 */
record ReadLetter(Letter letter, String job) {}

package io.dromail.send;

import java.time.Instant;

/**
 * How the access tokens of a profile fare; never the tokens themselves.
 *
 * @param fetches how many were fetched since the start
 * @param failures how often one couldn't be had
 * @param fetchedAt when the last one was fetched, or null
 * @param expiresAt when it expires, or null while there is none
 * @param lastError why the last try failed, or null if it went well
 */
record TokenState(
    long fetches, long failures, Instant fetchedAt, Instant expiresAt, String lastError) {

  static final TokenState NEW = new TokenState(0, 0, null, null, null);

  TokenState fetched(Instant at, Instant until) {
    return new TokenState(fetches + 1, failures, at, until, null);
  }

  TokenState failed(String error) {
    return new TokenState(fetches, failures + 1, fetchedAt, expiresAt, error);
  }

  TokenState discarded() {
    return new TokenState(fetches, failures, fetchedAt, null, lastError);
  }
}

package io.dromail.mail;

import java.time.Duration;
import java.util.List;

/** Keeps the limits of the profiles, across all workers on one broker. Thread-safe. */
public interface Limits {

  /**
   * Takes what a mail needs of its profile's limits, and waits until its turn comes if that's soon.
   *
   * @param recipients the addresses of the SMTP envelope
   * @param patience how long the caller may be kept waiting
   * @throws LimitReached without taking anything, if its turn comes later than that
   */
  void take(ProfileLimits limits, List<String> recipients, Duration patience) throws LimitReached;

  /**
   * How many connections of a profile this process may have open now. To be asked again within half
   * a minute while it has some.
   *
   * @param wanted how many it could use; 0 gives them back
   * @return at most so many; never more than what the other workers leave
   */
  int connections(ProfileLimits limits, int wanted);

  /** What is left, without asking anybody; some seconds old at most. */
  LimitsLeft left(ProfileLimits limits);
}

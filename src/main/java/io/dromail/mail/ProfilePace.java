package io.dromail.mail;

import java.time.Duration;

/** The pace at which mails go to a provider; its replies change it. Thread-safe. */
public interface ProfilePace {

  /**
   * Nothing more is sent for so long: the provider refuses us, not a mail.
   *
   * @param cause in words, for the health page
   */
  void pause(Duration time, String cause);

  /** A tenth of the connections only, for so long. */
  void slow(Duration time);
}

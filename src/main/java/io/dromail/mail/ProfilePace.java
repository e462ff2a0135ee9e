package io.dromail.mail;

import java.time.Duration;

/** The pace at which mails go to the providers; their replies change it. Thread-safe. */
public interface ProfilePace {

  /**
   * Nothing more is sent through a profile for so long: the provider refuses us, not a mail.
   *
   * @param cause in words, for the health page
   */
  void pause(String profile, Duration time, String cause);

  /**
   * A profile, or one domain of recipients in it, begins again with a tenth of its connections and
   * is back at its full pace after so long.
   *
   * @param domain in lower case, or null for the whole profile
   */
  void slow(String profile, String domain, Duration time);
}

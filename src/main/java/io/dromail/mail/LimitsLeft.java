package io.dromail.mail;

import java.time.Instant;

/**
 * What is left of a profile's limits, as far as this process knows; null where there is no limit.
 *
 * @param mailsThisMinute how many more may go within the next minute
 * @param recipientsToday how many more within the running 24 hours
 * @param nextMailAt when the next mail may go, or null for now
 * @param held mails that this process has put back for a limit and that are still waiting
 */
public record LimitsLeft(
    Integer mailsThisMinute, Integer recipientsToday, Instant nextMailAt, int held) {

  /** Without limits. */
  public static final LimitsLeft UNLIMITED = new LimitsLeft(null, null, null, 0);
}

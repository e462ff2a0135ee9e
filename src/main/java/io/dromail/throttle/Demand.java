package io.dromail.throttle;

import io.dromail.mail.ProfileLimits;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a mail needs of its profile's limits.
 *
 * @param recipients of the day; 0 if there is no such limit. Never more than the limit: such a mail
 *     goes when nothing else has gone for a day
 * @param domains those that have a limit
 */
record Demand(ProfileLimits limits, int recipients, Set<String> domains) {

  private static final double MICROS_A_MINUTE = 60_000_000;

  static Demand of(ProfileLimits limits, List<String> recipients) {
    Set<String> limited = new TreeSet<>();
    if (limits.domainMailsPerMinute() > 0 || !limits.domains().isEmpty()) {
      for (String address : recipients) {
        String domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        if (limits.mailsPerMinute(domain) > 0) {
          limited.add(domain);
        }
      }
    }
    return new Demand(limits, Math.min(recipients.size(), limits.recipientsPerDay()), limited);
  }

  boolean isNothing() {
    return limits.mailsPerMinute() == 0 && recipients == 0 && domains.isEmpty();
  }

  /** Between two mails of the profile, in microseconds, rounded up. */
  long interval() {
    return interval(limits.mailsPerMinute());
  }

  /** Between two mails to a domain. */
  long interval(String domain) {
    return interval(limits.mailsPerMinute(domain));
  }

  private static long interval(int mailsPerMinute) {
    return (long) Math.ceil(MICROS_A_MINUTE / mailsPerMinute);
  }
}

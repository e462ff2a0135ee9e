package io.dromail.send;

import io.dromail.mail.Limits;
import io.dromail.mail.LimitsLeft;
import io.dromail.mail.ProfileLimits;
import java.util.List;

/** Says in words which limits would hold a mail back. Stateless. */
final class LimitWords {

  private LimitWords() {}

  static void of(ProfileLimits limits, Limits kept, List<String> held) {
    LimitsLeft left = kept.left(limits);
    String profile = limits.profile() + ": ";
    if (left.recipientsToday() != null && left.recipientsToday() <= 0) {
      held.add(profile + limits.recipientsPerDay() + " recipients a day are reached");
    }
    if (left.nextMailAt() != null) {
      held.add(
          profile
              + limits.mailsPerMinute()
              + " mails a minute; the next may go at "
              + left.nextMailAt());
    }
  }
}

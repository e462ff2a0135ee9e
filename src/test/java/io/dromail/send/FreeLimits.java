package io.dromail.send;

import io.dromail.mail.Limits;
import io.dromail.mail.LimitsLeft;
import io.dromail.mail.ProfileLimits;
import java.time.Duration;
import java.util.List;

/** Lets everything go. */
final class FreeLimits implements Limits {

  @Override
  public void take(ProfileLimits limits, List<String> recipients, Duration patience) {
    // There's enough of everything.
  }

  @Override
  public int connections(ProfileLimits limits, int wanted) {
    return wanted;
  }

  @Override
  public LimitsLeft left(ProfileLimits limits) {
    return LimitsLeft.UNLIMITED;
  }
}

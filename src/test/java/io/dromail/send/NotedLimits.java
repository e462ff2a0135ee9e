package io.dromail.send;

import io.dromail.mail.LimitReached;
import io.dromail.mail.Limits;
import io.dromail.mail.LimitsLeft;
import io.dromail.mail.ProfileLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Notes what is taken, and lets it go unless a test says otherwise. */
final class NotedLimits implements Limits {

  private final List<String> taken = new ArrayList<>();
  private final List<String> givenBack = new ArrayList<>();
  private LimitReached refusal;
  private LimitsLeft left = LimitsLeft.UNLIMITED;

  /** From now on nothing can be taken. */
  LimitReached refuse(LimitReached why) {
    refusal = why;
    return why;
  }

  void leave(LimitsLeft some) {
    left = some;
  }

  /** What was asked for, such as {@code office [ada@example.org] PT2S}. */
  List<String> taken() {
    return taken;
  }

  /** The profiles that have given their connections back. */
  List<String> givenBack() {
    return givenBack;
  }

  @Override
  public void take(ProfileLimits limits, List<String> recipients, Duration patience)
      throws LimitReached {
    taken.add(limits.profile() + " " + recipients + " " + patience);
    if (refusal != null) {
      throw refusal;
    }
  }

  @Override
  public int connections(ProfileLimits limits, int wanted) {
    if (wanted == 0) {
      givenBack.add(limits.profile());
    }
    return wanted;
  }

  @Override
  public LimitsLeft left(ProfileLimits limits) {
    return left;
  }
}

package io.dromail.failures;

import io.dromail.mail.Renewable;
import io.dromail.mail.Renewal;
import io.dromail.mail.RetryDelays;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The schedule that mails are tried again by now; a renewal puts another in its place. Thread-safe.
 */
public final class RunningSchedule implements RetryDelays, Renewable {

  private final boolean amongRoutes;
  private volatile RetrySchedule schedule;

  /**
   * Reads the schedule.
   *
   * @param file where it is now; if that isn't {@code retry.yaml} beside the routes, no renewal
   *     changes it
   * @param routes their folder
   * @throws BadSchedule with one sentence, if the file is missing or wrong
   */
  public RunningSchedule(String file, String routes) {
    this(
        RetrySchedule.load(Path.of(file)),
        Path.of(file)
            .toAbsolutePath()
            .normalize()
            .equals(Path.of(routes, RetrySchedule.FILE).toAbsolutePath().normalize()));
  }

  RunningSchedule(RetrySchedule schedule, boolean amongRoutes) {
    this.schedule = schedule;
    this.amongRoutes = amongRoutes;
  }

  /** The one that counts now; for all decisions about one failure, it's asked for once. */
  RetrySchedule now() {
    return schedule;
  }

  @Override
  public Map<String, Duration> byLabel() {
    return schedule.byLabel();
  }

  @Override
  public Map<String, Duration> in(Path routes) {
    return next(routes).byLabel();
  }

  @Override
  public Renewal renew(Path routes, Path templates) {
    RetrySchedule before = schedule;
    RetrySchedule next = next(routes);
    return new Renewal() {
      @Override
      public void begin() {
        schedule = next;
      }

      @Override
      public void end() {
        // Mails that wait in queues of the old one come back by themselves.
      }

      @Override
      public void back() {
        schedule = before;
      }
    };
  }

  private RetrySchedule next(Path routes) {
    return amongRoutes ? RetrySchedule.load(routes.resolve(RetrySchedule.FILE)) : schedule;
  }
}

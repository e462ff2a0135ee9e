package io.dromail.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromail.mail.Renewal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningScheduleTest {

  @TempDir private Path home;
  private Path routes;
  private Path next;

  @BeforeEach
  void write() throws IOException {
    routes = write("routes", "6s*2");
    next = write("next", "7m*3");
  }

  @Test
  void isTheNewOneFromTheBeginOfARenewalOn() {
    RunningSchedule schedule =
        new RunningSchedule(routes.resolve("retry.yaml").toString(), routes.toString());
    RetrySchedule before = schedule.now();
    assertThat(schedule.byLabel()).containsKey("6s").doesNotContainKey("7m");

    Renewal renewal = schedule.renew(next, home);
    assertThat(schedule.now()).isSameAs(before);
    assertThat(schedule.in(next)).containsKey("7m");
    renewal.begin();
    assertThat(schedule.byLabel()).containsKey("7m").doesNotContainKey("6s");
    renewal.back();
    assertThat(schedule.now()).isSameAs(before);
  }

  @Test
  void staysWhatItIsWhenTheNextIsBroken() throws IOException {
    RunningSchedule schedule =
        new RunningSchedule(routes.resolve("retry.yaml").toString(), routes.toString());
    Files.writeString(next.resolve("retry.yaml"), "default: soon");

    assertThatThrownBy(() -> schedule.renew(next, home))
        .isInstanceOf(BadSchedule.class)
        .hasMessageContaining("retry.yaml");
    assertThat(schedule.byLabel()).containsKey("6s");
  }

  @Test
  void isNotRenewedWhenItIsNotAmongTheRoutes() {
    RunningSchedule schedule =
        new RunningSchedule(routes.resolve("retry.yaml").toString(), home.toString());
    RetrySchedule before = schedule.now();

    schedule.renew(next, home).begin();

    assertThat(schedule.now()).isSameAs(before);
    assertThat(schedule.in(next)).isEqualTo(before.byLabel());
  }

  private Path write(String folder, String delays) throws IOException {
    Path directory = Files.createDirectory(home.resolve(folder));
    Files.writeString(
        directory.resolve("retry.yaml"), "maximum-age: 1d\njitter: 0%\ndefault: " + delays);
    return directory;
  }
}

package io.dromail.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dromail.mail.ProfilePaused;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

  private final Pace pace = new Pace();

  @Test
  void isTheProfilesUntilItsProviderSaysOtherwise() {
    assertThat(pace.of(25)).isEqualTo(25);
    assertThat(pace.paused()).isNull();
    assertThatCode(pace::check).doesNotThrowAnyException();
  }

  @Test
  void goesDownToATenthAndRecoversEvenly() {
    pace.slow(Duration.ofMillis(200));

    assertThat(pace.of(25)).isLessThan(13);
    assertThat(pace.isSlow()).isTrue();
    await().until(() -> pace.of(25) > 13);
    await().until(() -> pace.of(25) == 25);
    assertThat(pace.isSlow()).isFalse();
    Pace few = new Pace();
    few.slow(Duration.ofMinutes(1));
    assertThat(few.of(3)).isEqualTo(1);
  }

  @Test
  void isNothingInAPauseAndRecovers() {
    pace.pause(Duration.ofMillis(200), "535 no");

    assertThatThrownBy(pace::check)
        .isInstanceOf(ProfilePaused.class)
        .hasMessage("the profile is paused: 535 no");
    assertThat(pace.paused()).isEqualTo("535 no");
    await().until(() -> pace.paused() == null);
    assertThatCode(pace::check).doesNotThrowAnyException();
  }
}

package io.dromail.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dromail.mail.ProfilePaused;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

  private final Pace pace = new Pace(25);

  @Test
  void isTheProfilesUntilItsProviderSaysOtherwise() {
    assertThat(pace.connections()).isEqualTo(25);
    assertThat(pace.paused()).isNull();
    assertThatCode(pace::check).doesNotThrowAnyException();
  }

  @Test
  void goesDownToATenthAndRecovers() {
    pace.slow(Duration.ofMillis(200));

    assertThat(pace.connections()).isEqualTo(2);
    await().until(() -> pace.connections() == 25);
    Pace few = new Pace(3);
    few.slow(Duration.ofMinutes(1));
    assertThat(few.connections()).isEqualTo(1);
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

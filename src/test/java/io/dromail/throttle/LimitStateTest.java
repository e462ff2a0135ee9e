package io.dromail.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.mail.ProfileLimits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitStateTest {

  private static final long SECOND = 1_000_000;
  private static final long NOW = 1_764_000_000 * SECOND;

  private LimitState state = new LimitState();

  @Test
  void keepsTheLimitOfEachDomainWithoutHoldingOthers() {
    ProfileLimits limits =
        new ProfileLimits("office", 0, 60, 0, 0, Map.of("slow.example", 6, "free.example", 0));

    assertThat(take(limits, "a@slow.example")).isEqualTo(0);
    assertThat(take(limits, "b@SLOW.example")).isEqualTo(10);
    assertThat(take(limits, "c@slow.example")).as("not within the patience").isEqualTo(-1);
    assertThat(take(limits, "d@free.example")).isEqualTo(1);
    assertThat(take(limits, "e@other.example")).isEqualTo(2);
  }

  @Test
  void takesAPlaceInEachDomainOfAMail() {
    ProfileLimits limits = new ProfileLimits("office", 0, 0, 0, 60, Map.of("slow.example", 6));

    take(limits, "a@slow.example");

    assertThat(take(limits, "a@x.example", "b@slow.example", "c@x.example")).isEqualTo(10);
    assertThat(take(limits, "d@x.example")).as("before it").isZero();
    assertThat(state.turn(demand(limits, "d@x.example"), NOW + 10 * SECOND).at())
        .as("not with it")
        .isEqualTo(NOW + 11 * SECOND);
  }

  @Test
  void countsEveryRecipientOfTheDay() {
    ProfileLimits limits = new ProfileLimits("office", 0, 0, 5, 0, Map.of());

    assertThat(take(limits, "a@x.example", "b@x.example", "c@x.example")).isZero();
    assertThat(take(limits, "a@x.example", "b@x.example", "c@x.example")).isEqualTo(-1);
    assertThat(take(limits, "a@x.example", "b@x.example")).isZero();
    assertThat(state.turn(demand(limits, "a@x.example"), NOW).limit())
        .isEqualTo("5 recipients a day of profile office");
  }

  @Test
  void letsAMailThatIsMoreThanADayWaitForADayOfItsOwn() {
    ProfileLimits limits = new ProfileLimits("office", 0, 0, 2, 0, Map.of());

    assertThat(take(limits, "a@x.example", "b@x.example", "c@x.example")).isZero();
    assertThat(take(limits, "a@x.example")).isEqualTo(-1);
  }

  @Test
  void namesTheLimitThatHoldsLongest() {
    ProfileLimits limits = new ProfileLimits("office", 0, 30, 0, 0, Map.of("slow.example", 6));
    take(limits, "a@slow.example");

    assertThat(state.turn(demand(limits, "a@slow.example"), NOW).limit())
        .isEqualTo("6 mails a minute to slow.example of profile office");
    assertThat(state.turn(demand(limits, "a@x.example"), NOW).limit())
        .isEqualTo("30 mails a minute of profile office");
    assertThat(state.turn(demand(limits, "a@x.example"), NOW + 60 * SECOND).limit()).isNull();
  }

  @Test
  void isWrittenAndReadAsItIs() {
    ProfileLimits limits = new ProfileLimits("office", 3, 30, 50, 6, Map.of());
    take(limits, "a@x.example");
    take(limits, "a@y.example");
    state.connections().lease("w", 3, 2, NOW);
    String written = new String(state.bytes(), StandardCharsets.UTF_8);

    assertThat(LimitState.read(state.bytes()).bytes()).asString().isEqualTo(written);
    assertThat(LimitState.merge(state.bytes(), state.bytes())).asString().isEqualTo(written);
    assertThat(LimitState.merge(state.bytes(), new LimitState().bytes()))
        .asString()
        .as("nothing gets free by merging")
        .contains(String.valueOf(NOW + 4 * SECOND));
  }

  @Test
  void forgetsWhatIsOver() {
    ProfileLimits limits = new ProfileLimits("office", 3, 30, 50, 6, Map.of());
    take(limits, "a@x.example");
    state.connections().lease("w", 3, 2, NOW);
    state.prune(NOW + 90_000 * SECOND);

    assertThat(new String(state.bytes(), StandardCharsets.UTF_8))
        .doesNotContain("x.example", "office", "count");
  }

  @Test
  void startsAfreshWhenItCannotBeRead() {
    state = LimitState.read("{\"mails\": 7".getBytes(StandardCharsets.UTF_8));

    assertThat(take(new ProfileLimits("office", 0, 30, 0, 0, Map.of()), "a@x.example")).isZero();
    assertThat(
            LimitState.read("{\"of a later version\": 7}".getBytes(StandardCharsets.UTF_8)).bytes())
        .isEqualTo(new LimitState().bytes());
  }

  /** After how many seconds the mail goes; -1 if that's more than 10. */
  private long take(ProfileLimits limits, String... recipients) {
    long until = NOW + 10 * SECOND;
    long at = state.take(demand(limits, recipients), NOW, until).at();
    state = LimitState.read(state.bytes());
    return at > until ? -1 : (at - NOW) / SECOND;
  }

  private static Demand demand(ProfileLimits limits, String... recipients) {
    return Demand.of(limits, List.of(recipients));
  }
}

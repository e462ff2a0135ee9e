package io.dromail.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromail.mail.LimitsLeft;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.LifecycleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmtpProfilesTest {

  @TempDir private Path routes;
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final NotedLimits limits = new NotedLimits();
  private final SmtpProfiles profiles =
      new SmtpProfiles(
          Presets.from("nowhere"),
          () -> "smtp://127.0.0.1:2525?tls=none",
          Outgoing.deliveries(),
          limits,
          "nowhere");

  @BeforeEach
  void wire() {
    profiles.setCamelContext(context);
    bind("office").setUrl("smtp://ada:a-secret@mail.example.com");
    bind("spare").setUrl("sandbox:");
  }

  @AfterEach
  void close() throws Exception {
    profiles.close();
    context.close();
  }

  @Test
  void areThoseThatThereAreWhenTheyAreFirstNeeded() {
    PooledMailSender office = profiles.sender("office");
    bind("late").setHost("mail.example.com");

    assertThat(profiles.senders()).containsOnlyKeys("office", "spare");
    assertThat(profiles.sender("office")).isSameAs(office);
    assertThat(profiles.sender("late")).isNull();
  }

  @Test
  void leadToTheSandboxWhereverItIs() {
    assertThat(profiles.sender("spare").profile().server()).hasToString("127.0.0.1:2525");
  }

  @Test
  void stopTheStartWhenOneCannotBeUsed() throws Exception {
    SmtpProfile bad = bind("bad");
    bad.setUrl("smtp://ada:a-secret@mail.example.com?tls=maybe");

    assertThatThrownBy(this::begin)
        .isInstanceOf(VetoCamelContextStartException.class)
        .hasMessageStartingWith("profile bad: tls must be ")
        .hasMessageNotContaining("a-secret");

    bad.setTls("implicit");
    assertThatCode(this::begin).doesNotThrowAnyException();
  }

  @Test
  void closeTheSendersThatWereMadeBeforeOneCouldNotBe() {
    for (String name : List.of("a", "z")) {
      SmtpProfile limited = bind(name);
      limited.setHost("mail.example.com");
      limited.setConnectionsInAll(3);
    }
    // Wherever it comes among them, one of the others has been made before.
    bind("m").setPreset("no such preset");

    assertThatThrownBy(profiles::senders).isInstanceOf(BadProfile.class);

    assertThat(limits.givenBack()).containsAnyOf("a", "z");
  }

  @Test
  void areDownWhileOneIsPausedAndSayWhy() {
    assertThat(profiles.isUp()).isTrue();
    profiles.slow("spare", null, Duration.ofMinutes(5));
    assertThat(profiles.isUp()).as("slow is well").isTrue();

    profiles.pause("office", Duration.ofMinutes(5), "535 no login for ada@example.org");

    assertThat(profiles.isUp()).isFalse();
    assertThat(profiles.isVital()).isFalse();
    assertThat(profiles.details().keySet()).containsExactly("office", "spare");
    assertThat(details("office"))
        .containsEntry("status", "DOWN")
        .containsEntry("state", "paused")
        .containsEntry("server", "mail.example.com:587")
        .containsEntry("cause", "535 no login for a***@example.org")
        .doesNotContainKey("last_error");
    assertThat(details("spare"))
        .containsEntry("status", "UP")
        .containsEntry("state", "slow")
        .doesNotContainKey("cause");
    assertThat(profiles.details().toString() + profiles.states()).doesNotContain("a-secret");
  }

  @Test
  void slowDownAsAWholeOrForOneDomain() {
    profiles.slow("office", "qq.com", Duration.ofMinutes(5));
    profiles.slow("spare", null, Duration.ofMinutes(5));

    assertThat(states()).extracting(ProfileState::state).containsExactly("ready", "slow");
    assertThat(states())
        .extracting(ProfileState::slowDomains)
        .containsExactly(List.of("qq.com"), List.of());
  }

  /** A mail may fail before it has a profile, or after its profile is gone. */
  @Test
  void ignoreWhatIsSaidOfAProfileThatThereIsNot() {
    profiles.pause(null, Duration.ofMinutes(5), "535 no");
    profiles.pause("gone", Duration.ofMinutes(5), "535 no");
    profiles.slow(null, null, Duration.ofMinutes(5));
    profiles.slow("gone", "qq.com", Duration.ofMinutes(5));

    assertThat(states()).extracting(ProfileState::state).containsOnly("ready");
  }

  @Test
  void stateWhatIsLeftOfTheirLimits() {
    limits.leave(new LimitsLeft(3, 40, null, 2));

    assertThat(states())
        .extracting(ProfileState::left)
        .containsOnly(new ProfileState.Left(3, 40, null, 2));
  }

  @Test
  void areMetricsFromARenewalOnAsItBringsThem() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    profiles.bindTo(registry);
    profiles.pause("office", Duration.ofMinutes(5), "535 no");
    assertThat(state(registry, "office", "paused").value()).isEqualTo(1);
    assertThat(state(registry, "office", "ready").value()).isZero();
    context.getRegistry().unbind("office");
    bind("next").setHost("mail.example.com");

    profiles.renew(routes, routes).begin();

    assertThat(state(registry, "office", "paused")).isNull();
    assertThat(state(registry, "spare", "ready").value()).isEqualTo(1);
    assertThat(state(registry, "next", "ready").value()).isEqualTo(1);
  }

  private static Gauge state(SimpleMeterRegistry registry, String profile, String state) {
    return registry.find("dromail.profile.state").tags("profile", profile, "state", state).gauge();
  }

  private List<ProfileState> states() {
    return profiles.states().get("data");
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> details(String profile) {
    return (Map<String, Object>) profiles.details().get(profile);
  }

  private void begin() throws VetoCamelContextStartException {
    for (LifecycleStrategy listener : context.getLifecycleStrategies()) {
      listener.onContextStarting(context);
    }
  }

  private SmtpProfile bind(String name) {
    SmtpProfile profile = new SmtpProfile();
    context.getRegistry().bind(name, profile);
    return profile;
  }
}

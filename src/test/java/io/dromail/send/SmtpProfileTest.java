package io.dromail.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpProfileTest {

  private static final Presets SHIPPED = Presets.from("src/main/resources/routes");

  @ParameterizedTest
  @CsvSource({
    "gmail, smtp.gmail.com:587, starttls-required, 0, 0, 500",
    "gmail-workspace, smtp.gmail.com:587, starttls-required, 0, 0, 2000",
    "microsoft365, smtp.office365.com:587, starttls-required, 3, 30, 10000",
    "tencent-exmail, smtp.exmail.qq.com:465, implicit, 0, 60, 0",
    "ses, email-smtp.us-east-1.amazonaws.com:587, starttls-required, 0, 60, 200"
  })
  void knowsWhatProvidersPublish(
      String preset, String server, String tls, int inAll, int aMinute, int aDay) {
    ProfileSettings settings = settle(profile -> profile.setPreset(preset));

    assertThat(settings.server()).hasToString(server);
    assertThat(settings.server().tls()).hasToString(tls);
    assertThat(settings.limits().connections()).isEqualTo(inAll);
    assertThat(settings.limits().mailsPerMinute()).isEqualTo(aMinute);
    assertThat(settings.limits().recipientsPerDay()).isEqualTo(aDay);
    assertThat(settings.preset()).isEqualTo(preset);
    assertThat(settings.spf()).isNotEmpty();
  }

  @Test
  void overridesAPresetValueByValue() {
    ProfileSettings settings =
        settle(
            profile -> {
              profile.setMailsPerMinute(10);
              profile.setPreset("microsoft365");
              profile.setHost("localhost");
              profile.setConnections(2);
            });

    assertThat(settings.server()).hasToString("localhost:587");
    assertThat(settings.limits().mailsPerMinute()).isEqualTo(10);
    assertThat(settings.limits().recipientsPerDay()).isEqualTo(10_000);
    assertThat(settings.connections()).isEqualTo(2);
  }

  @Test
  void opensNoMoreConnectionsThanAllWorkersTogetherMay() {
    assertThat(settle(profile -> profile.setPreset("microsoft365")).connections()).isEqualTo(3);
  }

  @Test
  void hasCarefulDefaults() {
    ProfileSettings settings = settle(profile -> profile.setHost("mail.example.com"));

    assertThat(settings.server()).hasToString("mail.example.com:587");
    assertThat(settings.server().tls()).isEqualTo(Tls.STARTTLS_REQUIRED);
    assertThat(settings.limits().isUnlimited()).isTrue();
    assertThat(settings.connections()).isEqualTo(20);
    assertThat(settings.replyTimeout()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.senders()).isEmpty();
  }

  @Test
  void readsLimitsOfSingleDomains() {
    ProfileSettings settings =
        settle(
            profile -> {
              profile.setHost("mail.example.com");
              profile.setDomainMailsPerMinute(100);
              profile.setDomains("QQ.com 30,  web.de 60, Bücher.example 5");
            });

    assertThat(settings.limits().mailsPerMinute("qq.com")).isEqualTo(30);
    assertThat(settings.limits().mailsPerMinute("web.de")).isEqualTo(60);
    assertThat(settings.limits().mailsPerMinute("xn--bcher-kva.example")).isEqualTo(5);
    assertThat(settings.limits().mailsPerMinute("example.org")).isEqualTo(100);
  }

  @Test
  void takesAnEmptyTextForNone() {
    ProfileSettings settings =
        settle(
            profile -> {
              profile.setHost("mail.example.com");
              profile.setUser("");
              profile.setEhloName(" ");
            });

    assertThat(settings.user()).isNull();
    assertThat(settings.ehloName()).isNull();
  }

  @Test
  void saysWhatIsWrong() {
    assertWrong(profile -> {}, "host is missing");
    assertWrong(profile -> profile.setPreset("hotmail"), "no preset hotmail", "gmail, gmail-work");
    assertWrong(host().andThen(p -> p.setTls("ssl")), "tls must be implicit");
    assertWrong(host().andThen(p -> p.setTls("none")), "none-forced");
    assertWrong(host().andThen(p -> p.setConnections(0)), "connections must be a whole number");
    assertWrong(host().andThen(p -> p.setMailsPerMinute(-1)), "mailsPerMinute must be");
    assertWrong(host().andThen(p -> p.setDomains("qq.com")), "domains must be");
    assertWrong(host().andThen(p -> p.setSenders("example.org")), "senders must be");
    assertWrong(
        host().andThen(p -> p.setCertificateAuthority("/nowhere.pem")), "certificateAuthority");
  }

  private static Consumer<SmtpProfile> host() {
    return profile -> profile.setHost("mail.example.com");
  }

  private static void assertWrong(Consumer<SmtpProfile> filled, String... words) {
    assertThatThrownBy(() -> new ServerAccess(settle(filled), Path.of("nowhere")))
        .isInstanceOf(BadProfile.class)
        .hasMessageStartingWith("profile office: ")
        .hasMessageContainingAll(words);
  }

  private static ProfileSettings settle(Consumer<SmtpProfile> filled) {
    SmtpProfile profile = new SmtpProfile();
    filled.accept(profile);
    return profile.settle("office", SHIPPED, () -> "smtp://127.0.0.1:1?tls=none");
  }
}

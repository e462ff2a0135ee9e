package io.dromail.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpUrlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          smtp://mail.example.com                           | mail.example.com | 587  | -               | ''     | starttls-required
          smtp://mail.example.com/                          | mail.example.com | 587  | -               | ''     | starttls-required
          smtp://mail.example.com:25                        | mail.example.com | 25   | -               | ''     | starttls-required
          smtp://mail.example.com:2525?tls=none-forced      | mail.example.com | 2525 | -               | ''     | none-forced
          smtp://mail.example.com?tls=optional              | mail.example.com | 587  | -               | ''     | starttls-optional
          smtp://mail.example.com?tls=starttls-optional     | mail.example.com | 587  | -               | ''     | starttls-optional
          smtp://mail.example.com?tls=required              | mail.example.com | 587  | -               | ''     | starttls-required
          smtp://mail.example.com?tls=implicit              | mail.example.com | 465  | -               | ''     | implicit
          smtps://mail.example.com                          | mail.example.com | 465  | -               | ''     | implicit
          smtps://mail.example.com:587                      | mail.example.com | 587  | -               | ''     | implicit
          smtp://ada:secret@mail.example.com                | mail.example.com | 587  | ada             | secret | starttls-required
          smtp://ada%40example.com:s@mail.example.com       | mail.example.com | 587  | ada@example.com | s      | starttls-required
          smtp://ada:a+b@mail.example.com                   | mail.example.com | 587  | ada             | a+b    | starttls-required
          smtp://ada:a%2Bb%2F%3A%25@mail.example.com        | mail.example.com | 587  | ada             | a+b/:% | starttls-required
          smtp://ada:a:b@mail.example.com                   | mail.example.com | 587  | ada             | a:b    | starttls-required
          smtp://ada:%C3%A4@mail.example.com                | mail.example.com | 587  | ada             | ä      | starttls-required
          smtp://ada@mail.example.com                       | mail.example.com | 587  | ada             | ''     | starttls-required
          smtp://[::1]:25?tls=none                          | [::1]            | 25   | -               | ''     | none
          smtp://127.0.0.1:25?tls=none                      | 127.0.0.1        | 25   | -               | ''     | none
          """)
  void readsWhereAndHow(
      String url, String host, int port, String user, String password, String tls) {
    ProfileSettings profile = settle(url);

    assertThat(profile.server()).isEqualTo(new SmtpServer(host, port, Tls.of(tls)));
    assertThat(profile.user()).isEqualTo(user);
    assertThat(profile.login().password()).isEqualTo(password);
  }

  @ParameterizedTest
  @CsvSource({
    "smtp://mail.example.com?tls=maybe,tls must be implicit",
    "smtp://mail.example.com?tls,tls must be implicit",
    "smtp://mail.example.com?pipelining=on,pipelining must be auto or off",
    "smtp://mail.example.com?ssl=true,unknown option ssl",
    "smtp://127.0.0.1?tls=none&auth=no,unknown option auth",
    "smtp://mail.example.com?tls=none,none-forced sends it to mail.example.com:587 all the same",
    "http://mail.example.com,no host that can be read"
  })
  void refusesWhatItDoesNotKnow(String url, String words) {
    assertThatThrownBy(() -> settle(url))
        .isInstanceOf(BadProfile.class)
        .hasMessageStartingWith("profile default: ")
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "smtp://ada:topsecret",
        "smtp://ada:top^secret@mail.example.com",
        "smtp://ada:top secret@mail.example.com",
        "smtp://ada:topsecret%zz@mail.example.com",
        "smtp://ada:top%2",
        "smtp://ada:topsecret%@mail.example.com",
        "smtp://ada:top@secret@mail.example.com",
        "smtp://ada:topsecret[@mail.example.com",
        "smtp://ada:topsecret@mail_host.example.com"
      })
  void neverRepeatsThePassword(String url) {
    assertThatThrownBy(() -> settle(url))
        .isInstanceOf(BadProfile.class)
        .hasNoCause()
        .hasMessageNotContainingAny("top", "secret", "%zz", "ada");
  }

  @Test
  void readsWhetherCommandsGoInGroups() {
    assertThat(settle("smtps://mail.example.com").pipelines()).isTrue();
    assertThat(settle("smtps://mail.example.com?pipelining=auto").pipelines()).isTrue();
    assertThat(settle("smtp://127.0.0.1?tls=none&pipelining=off").pipelines()).isFalse();
  }

  @Test
  void printsNoLogin() {
    assertThat(settle("smtp://ada:secret@mail.example.com").server())
        .hasToString("mail.example.com:587");
  }

  private static ProfileSettings settle(String url) {
    return Outgoing.profile(url).settle("default", Presets.from("nowhere"), () -> "no sandbox");
  }
}

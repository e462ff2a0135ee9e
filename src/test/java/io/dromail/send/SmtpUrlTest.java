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
          smtp://mail.example.com                          | mail.example.com | 587  | -           | -      | REQUIRED
          smtp://mail.example.com/                         | mail.example.com | 587  | -           | -      | REQUIRED
          smtp://mail.example.com:25                       | mail.example.com | 25   | -           | -      | REQUIRED
          smtp://mail.example.com:2525?tls=none            | mail.example.com | 2525 | -           | -      | NONE
          smtp://mail.example.com?tls=optional             | mail.example.com | 587  | -           | -      | OPTIONAL
          smtp://mail.example.com?tls=required             | mail.example.com | 587  | -           | -      | REQUIRED
          smtps://mail.example.com                         | mail.example.com | 465  | -           | -      | IMPLICIT
          smtps://mail.example.com:587                     | mail.example.com | 587  | -           | -      | IMPLICIT
          smtp://ada:secret@mail.example.com               | mail.example.com | 587  | ada         | secret | REQUIRED
          smtp://ada%40example.com:s@mail.example.com      | mail.example.com | 587  | ada@example.com | s  | REQUIRED
          smtp://ada:a+b@mail.example.com                  | mail.example.com | 587  | ada         | a+b    | REQUIRED
          smtp://ada:a%2Bb%2F%3A%25@mail.example.com       | mail.example.com | 587  | ada         | a+b/:% | REQUIRED
          smtp://ada:a:b@mail.example.com                  | mail.example.com | 587  | ada         | a:b    | REQUIRED
          smtp://ada:%C3%A4@mail.example.com               | mail.example.com | 587  | ada         | ä      | REQUIRED
          smtp://ada@mail.example.com                      | mail.example.com | 587  | ada         | ''     | REQUIRED
          smtp://[::1]:25?tls=none                         | [::1]            | 25   | -           | -      | NONE
          smtp://127.0.0.1:25?tls=none                     | 127.0.0.1        | 25   | -           | -      | NONE
          """)
  void readsWhereAndHow(
      String url, String host, int port, String user, String password, SmtpUrl.Tls tls) {
    assertThat(SmtpUrl.parse(url)).isEqualTo(new SmtpUrl(host, port, user, password, tls));
  }

  @ParameterizedTest
  @CsvSource({
    "smtp://mail.example.com?tls=maybe,tls must be required",
    "smtp://mail.example.com?tls,tls must be required",
    "smtp://mail.example.com?ssl=true,unknown option ssl",
    "smtp://mail.example.com?tls=none&auth=no,unknown option auth"
  })
  void refusesWhatItDoesNotKnow(String url, String words) {
    assertThatThrownBy(() -> SmtpUrl.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("dromail.smtp.url")
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
    assertThatThrownBy(() -> SmtpUrl.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageStartingWith("dromail.smtp.url")
        .hasMessageNotContainingAny("top", "secret", "%zz", "ada");
  }

  @Test
  void printsNoLogin() {
    assertThat(SmtpUrl.parse("smtp://ada:secret@mail.example.com"))
        .hasToString("mail.example.com:587");
  }
}

package io.dromail.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownProvidersTest {

  @ParameterizedTest
  @CsvSource({
    "smtp.gmail.com, [include:_spf.google.com]",
    "SMTP.Office365.com, [include:spf.protection.outlook.com]",
    "smtp.exmail.qq.com, [include:spf.mail.qq.com]",
    "email-smtp.eu-central-1.amazonaws.com, [include:amazonses.com]",
    "mail.example.com, []",
  })
  void knowsAProviderByItsServer(String server, String spf) {
    assertThat(KnownProviders.spf(server)).hasToString(spf);
  }
}

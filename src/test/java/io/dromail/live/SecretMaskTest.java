package io.dromail.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretMaskTest {

  private static final String LINE = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "+        clientSecret: s3cr3t|+        clientSecret: ***",
        "-password = 'a b'|-password = ***",
        "+\"password\": \"a\"|+\"password\": ***",
        "-dromail.api.keys=shop:a-long-secret|-dromail.api.keys=***",
        "+  url: smtp://post:s3cr3t@smtp.example.com:587?tls=required"
            + "|+  url: smtp://post:***@smtp.example.com:587?tls=required",
        "+    MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7|+    ***",
      })
  void hidesWhatMayBeASecret(String line, String shown) {
    assertThat(SecretMask.of(List.of(line))).containsExactly(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "+        clientSecret: \"{{file:/run/secrets/office}}\"",
        "-            uri: direct:sign",
        "         # A key of the tenant * is an operator's",
        "+  url: smtp://smtp.example.com:587",
        "@@ -10,7 +10,7 @@",
        "+      password:",
      })
  void leavesAllElse(String line) {
    assertThat(SecretMask.of(List.of(line))).containsExactly(line);
  }

  @Test
  void hidesAllLinesOfAKey() {
    assertThat(
            masked(
                """
                 -----BEGIN RSA PRIVATE KEY-----
                -%1$s
                -AbCd12==
                +%1$s
                +AbCd34==
                 -----END RSA PRIVATE KEY-----
                """))
        .isEqualTo(
            """
             -----BEGIN RSA PRIVATE KEY-----
            -***
            -***
            +***
            +***
             -----END RSA PRIVATE KEY-----
            """);
  }

  @Test
  void hidesTheLinesOfAKeyWhoseEndsAreNotShown() {
    assertThat(masked("@@ -1,9 +1,9 @@\n AbCd12==\n -----END RSA PRIVATE KEY-----\n"))
        .isEqualTo("@@ -1,9 +1,9 @@\n ***\n -----END RSA PRIVATE KEY-----\n");
    assertThat(masked("+ -----BEGIN PRIVATE KEY-----\n+ MC4CAQ\n+ AbCd==\n"))
        .isEqualTo("+ -----BEGIN PRIVATE KEY-----\n+ ***\n+ ***\n");
    assertThat(masked(" AbCd\n %1$s\n AbCd\n")).isEqualTo(" ***\n ***\n ***\n");
  }

  @Test
  void hidesALastLineWithoutAnEnd() {
    String end = "\n\\ No newline at end of file";

    assertThat(SecretMask.of(List.of("+" + LINE + end))).containsExactly("+***" + end);
  }

  @Test
  void leavesWordsBesideAKey() {
    String beside = " word\n -----BEGIN PRIVATE KEY-----\n -----END PRIVATE KEY-----\n word\n";

    assertThat(masked(beside)).isEqualTo(beside);
  }

  private static String masked(String lines) {
    return SecretMask.of(lines.formatted(LINE).lines().toList()).stream()
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}

package io.dromail.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretMaskTest {

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
    assertThat(SecretMask.of(line)).isEqualTo(shown);
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
    assertThat(SecretMask.of(line)).isEqualTo(line);
  }
}

package io.dromail.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingRulesTest {

  @TempDir private Path home;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DROMAIL_HTTP_HOST              | ::1
          DROMAIL_HTTP_HOST              | localhost
          DROMAIL_HTTP_PORT              | 0
          DROMAIL_HTTP_ALLOWED_HOSTS     | ''
          DROMAIL_HTTP_ALLOWED_HOSTS     | mail.example.com, 192.0.2.7,[2001:db8::7]
          DROMAIL_HTTP_PORT              | 65535
          DROMAIL_API_KEYS               | ''
          DROMAIL_API_KEYS               | shop:0123456789
          DROMAIL_API_KEYS               | shop:0123456789:a@example.com|@example.org, crm:abcdefgh
          DROMAIL_BROKER_URL             | embedded:
          DROMAIL_BROKER_URL             | amqp://u:p@a.example,b.example:5673/vhost
          DROMAIL_BROKER_URL             | amqps://rabbit.example/%2F
          DROMAIL_SMTP_URL               | sandbox:
          DROMAIL_SMTP_URL               | smtp://u%40x:p@mail.example.com:587?tls=required
          DROMAIL_SMTP_URL               | smtps://mail.example.com/
          DROMAIL_ROLE                   | worker
          DROMAIL_LOG_FORMAT             | json
          DROMAIL_TRACING_OTLP_URL       | http://127.0.0.1:4318/v1/traces
          DROMAIL_BROKER_QUEUE_TYPE      | classic
          DROMAIL_ATTACHMENTS_DIRECTORY  | files
          DROMAIL_FAILURES_REDELIVERIES  | 0
          """)
  void takeRightValues(String variable, String value) {
    assertThat(refused(variable, value)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dromail.http.host                     | a b
          dromail.http.host                     | ''
          dromail.http.port                     | 65536
          dromail.http.port                     | -1
          dromail.http.port                     | http
          dromail.http.port                     | +80
          dromail.http.port                     | 8080.0
          dromail.http.allowed-hosts            | *.example.com
          dromail.http.allowed-hosts            | https://mail.example.com
          dromail.http.allowed-hosts            | mail.example.com:8080
          dromail.http.allowed-hosts            | 2001:db8::7
          dromail.http.allowed-hosts            | 8080
          dromail.http.body-limit-bytes         | 10
          dromail.api.keys                      | shop
          dromail.api.keys                      | shop:short
          dromail.api.keys                      | shop:0123456789,
          dromail.api.requests-per-second       | -1
          dromail.mail.size-limit-bytes         | 25MB
          dromail.inbox.directory               | ''
          dromail.inbox.quiet-ms                | 0
          dromail.log.format                    | xml
          dromail.log.level                     | trace
          dromail.log.addresses                 | hidden
          dromail.tracing.otlp-url              | 127.0.0.1:4318
          dromail.tracing.sample-percent        | 101
          dromail.inbox.window                  | 0
          dromail.broker.url                    | rabbit
          dromail.broker.url                    | http://rabbit.example
          dromail.broker.url                    | ''
          dromail.broker.queue-type             | stream
          dromail.broker.confirm-timeout-ms     | 5
          dromail.role                          | both
          dromail.smtp.url                      | mail.example.com
          dromail.smtp.url                      | smtp://
          dromail.smtp.url                      | ''
          dromail.smtp.connections              | 0
          dromail.smtp.mails-per-connection     | 0
          dromail.smtp.connection-age-seconds   | 0
          dromail.smtp.connection-idle-seconds  | 1.5
          dromail.smtp.connect-timeout-seconds  | 99999
          dromail.smtp.reply-timeout-seconds    | 0
          dromail.smtp.write-timeout-seconds    | 0
          dromail.sandbox.keep                  | 0
          dromail.sandbox.host                  | 10.0.0.1
          dromail.sandbox.port                  | 65536
          dromail.data.directory                | ''
          dromail.journal.url                   | jdbc:h2:mem
          dromail.management.host               | ''
          dromail.management.port               | 99999999999999999999
          """)
  void nameThePropertyAndItsVariableInOneSentence(String property, String value) {
    BadSetting refused = refused(Settings.variable(property), value);

    assertThat(refused)
        .hasMessageStartingWith(property)
        .hasMessageContaining(Settings.variable(property))
        .hasMessageEndingWith(".");
    assertThat(refused.getMessage()).hasLineCount(1).hasSizeLessThan(250);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DROMAIL_API_KEYS   | shop:hush
          DROMAIL_API_KEYS   | shop:hush hush hush
          DROMAIL_SMTP_URL   | smtp:/ada:hush@mail.example.com
          DROMAIL_SMTP_URL   | smtp://ada:hush/@mail.example.com
          DROMAIL_SMTP_URL   | ada:hush
          DROMAIL_SMTP_URL   | smtp//ada:hush
          DROMAIL_BROKER_URL | amqp:ada:hush
          DROMAIL_BROKER_URL | amqp://ada:hush /
          """)
  void neverRepeatASecret(String variable, String value) {
    assertThat(refused(variable, value).getMessage()).doesNotContain("hush").doesNotContain("ada");
  }

  private BadSetting refused(String variable, String value) {
    return catchThrowableOfType(
        BadSetting.class, () -> Settings.load(home, Map.of(variable, value), Map.of()));
  }
}

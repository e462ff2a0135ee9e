package io.dromail.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromail.command.RouteDraft;
import io.dromail.testing.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One slip in the shipped files, and the place and the words that the operator gets. */
@Timeout(120)
class RouteCheckTest {

  private static final Path HOME = Path.of("").toAbsolutePath();
  private static final RouteCheck CHECK =
      new RouteCheck(folder -> RouteDraft.of(HOME, Map.of(), folder));

  @TempDir private Path set;

  @BeforeEach
  void copyWhatIsShipped() throws IOException {
    Folders.copy(HOME.resolve("src/main/resources/routes"), set.resolve("routes"));
    Folders.copy(HOME.resolve("src/main/resources/templates"), set.resolve("templates"));
    Files.copy(HOME.resolve("application.properties"), set.resolve("application.properties"));
  }

  @Test
  void findsWhatIsShippedInOrder() throws Exception {
    assertThat(CHECK.check(set)).isEmpty();
    assertThat(CHECK.check(set.resolve("routes"))).isEmpty();
  }

  /** Camel chooses a bean's constructor by what a value looks like, not by what it's for. */
  @ParameterizedTest
  @ValueSource(strings = {LEAST, MOST, OTHERWISE})
  void takesEveryNumberThatASettingMayBe(String numbers) throws Exception {
    for (String number : numbers.lines().toList()) {
      String name = number.substring(0, number.indexOf('='));
      Path file = set.resolve("application.properties");
      String text = Files.readString(file);
      String edited =
          text.replaceFirst(
              "(?m)^" + Pattern.quote(name) + "=.*$", Matcher.quoteReplacement(number));
      assertThat(edited).as(number).contains("\n" + number + "\n");
      Files.writeString(file, edited);
    }

    assertThat(CHECK.check(set)).isEmpty();
  }

  private static final String LEAST =
      """
      dromail.http.port=0
      dromail.http.body-limit-bytes=1024
      dromail.api.requests-per-second=0
      dromail.mail.size-limit-bytes=1024
      dromail.attachments.spool-days=1
      dromail.inbox.quiet-ms=1
      dromail.inbox.window=1
      dromail.broker.confirm-timeout-ms=100
      dromail.content-check.score=0
      dromail.content-check.size-limit-bytes=1024
      dromail.content-check.timeout-seconds=1
      dromail.smtp.connections=1
      dromail.smtp.senders=1
      dromail.smtp.mails-per-connection=1
      dromail.smtp.connection-age-seconds=1
      dromail.smtp.connection-idle-seconds=1
      dromail.smtp.connect-timeout-seconds=1
      dromail.smtp.reply-timeout-seconds=1
      dromail.smtp.write-timeout-seconds=1
      dromail.sandbox.keep=1
      dromail.journal.retention-days=1
      dromail.data.minimum-free-bytes=0
      dromail.tracing.sample-percent=0
      dromail.management.port=0
      """;

  private static final String MOST =
      """
      dromail.http.port=65535
      dromail.http.body-limit-bytes=200000000
      dromail.api.requests-per-second=1000000
      dromail.mail.size-limit-bytes=100000000
      dromail.attachments.spool-days=3650
      dromail.inbox.quiet-ms=600000
      dromail.inbox.window=10000
      dromail.broker.confirm-timeout-ms=60000
      dromail.content-check.score=9999.999
      dromail.content-check.size-limit-bytes=100000000
      dromail.content-check.timeout-seconds=3600
      dromail.smtp.connections=10000
      dromail.smtp.senders=20000
      dromail.smtp.mails-per-connection=2147483647
      dromail.smtp.connection-age-seconds=2147483647
      dromail.smtp.connection-idle-seconds=2147483647
      dromail.smtp.connect-timeout-seconds=3600
      dromail.smtp.reply-timeout-seconds=3600
      dromail.smtp.write-timeout-seconds=3600
      dromail.sandbox.keep=1000000
      dromail.journal.retention-days=3650
      dromail.data.minimum-free-bytes=1000000000000000
      dromail.tracing.sample-percent=100
      dromail.management.port=65535
      """;

  private static final String OTHERWISE =
      """
      dromail.content-check.score=5
      dromail.data.minimum-free-bytes=3000000000
      dromail.http.port=08080
      dromail.smtp.connections=0020
      dromail.content-check.timeout-seconds=05
      """;

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          routes/throttle.camel.yaml | `    from:`                | `   from:`                    | `from:`           | not YAML
          routes/throttle.camel.yaml | `    from:`                | `\tfrom:`                     | `\tfrom:`            | a tab
          routes/throttle.camel.yaml | `- route:`                | `<<<<<<< HEAD\n- route:`      | `<<<<<<<`            | a merge conflict
          routes/throttle.camel.yaml | `    from:`                | `    id: more\n    from:`     | `id: more`           | id must be given once; it's in line 2, too
          routes/throttle.camel.yaml | `- route:`                 | `  route:`                    | `route:`             | here must be a list
          routes/throttle.camel.yaml | `- throttle:`              | `- throtle:`                  | `throtle:`           | 'throtle' isn't known in steps; did you mean throttle?
          routes/throttle.camel.yaml | `timePeriodMillis`         | `timePeriod`                  | `timePeriod:`        | 'timePeriod' isn't known in throttle
          routes/ingest-inbox.camel.yaml | `streaming: "true"`    | `streaming: always`           | `always`             | streaming must be true or false
          routes/send.camel.yaml     | `- to:\n            uri`   | `- log: x\n          to:\n            uri` | `to:\n            uri: direct:record` | 'to' needs a dash of its own
          routes/throttle.camel.yaml | `uri: direct:throttle`     | `url: direct:throttle`        | `url: direct`        | 'url' isn't known in from
          routes/throttle.camel.yaml | `uri: direct:throttle`     | `uri: nonsense:throttle`      | `nonsense:`          | nonsense: isn't among the components
          routes/work.camel.yaml     | `uri: direct:sign`         | `uri: exec:sign`              | `exec:sign`          | exec: isn't among the components
          routes/work.camel.yaml     | `uri: direct:sign`         | `uri: quartz:sign`            | `quartz:sign`        | there is no component quartz
          routes/settle.camel.yaml   | `simple:`                  | `groovy:`                     | `groovy:`            | groovy isn't a language that routes may use
          routes/work.camel.yaml     | `uri: direct:sign`         | `uri: direct:sing`            | `direct:sing`        | no route serves direct:sing; did you mean direct:sign?
          routes/sign.camel.yaml     | `uri: direct:sign`         | `uri: direct:send`            | `direct:send`        | another route takes direct:send, too: send in routes/send.camel.yaml:6
          routes/throttle.camel.yaml | `id: throttle`             | `id: send`                    | `send\n`             | there is another route send in routes/send.camel.yaml:2
          routes/throttle.camel.yaml | `    id: throttle\n`       | ``                            | `route:`             | a route needs an id
          routes/domains.camel.yaml  | `- beans: []`              | `- from:\n    uri: direct:x\n    steps:\n      - stop: {}` | `from:\n    uri: direct:x` | a route needs an id: write route:
          routes/domains.camel.yaml  | `- beans: []`              | `- rest:\n    path: /x`       | `rest:`              | rest isn't taken here
          routes/templates.camel.yaml | `platform-http:/v1/templates\n` | `platform-http:/v1/emails/{n}\n` | `platform-http:/v1/emails/{n}` | another route takes platform-http:/v1/emails/{n}, too: emails-get in routes/emails.camel.yaml:42
          routes/throttle.camel.yaml | `expression: rate`         | `expression: '{{dromail.nothing}}'` | `'{{dromail`   | there is no setting dromail.nothing
          routes/throttle.camel.yaml | `routeConfigurationId: failures` | `routeConfigurationId: failure` | `failure\n`  | there is no routeConfiguration failure; did you mean failures?
          routes/throttle.camel.yaml | `timePeriodMillis: "1000"` | `timePeriodMillis: long`      | `timePeriodMillis`   | TimePeriodMillis should be a positive number
          routes/send.camel.yaml     | `"#bean:mailSender"`       | `"#bean:mailSendr"`           | `"#bean:mailSendr`   | there is no bean mailSendr; did you mean mailSender?
          routes/send.camel.yaml     | `javaMailSender:`          | `javaMailSendr:`              | `javaMailSendr`      | smtp has no option javaMailSendr
          routes/spool.camel.yaml    | `"3600000"`                | `hourly`                      | `period:`            | period of timer doesn't take this value
          routes/accept.camel.yaml   | `spring-rabbitmq:mail`     | `spring-rabbitmq:mail?confrm=x` | `confrm=x` | spring-rabbitmq has no option confrm
          routes/accept.camel.yaml   | `spring-rabbitmq:mail`     | `spring-rabbitmq:mail.bulk`   | `spring-rabbitmq:mail.bulk` | there is no exchange mail.bulk
          routes/enrich.camel.yaml   | `ref: mailComposer`        | `ref: mailCompozer`           | `mailCompozer`       | there is no bean mailCompozer; did you mean mailComposer?
          routes/accept.camel.yaml   | `method: seal`             | `method: seel`                | `seel\n`             | this bean has no method seel
          routes/accept.camel.yaml   | `json:`                    | `avro:`                       | `marshal`            | could not be created
          routes/accept.camel.yaml   | `${variable.id}`           | `${variable.id`               | `d\n        - setHeader` | the expression isn't right
          routes/enrich.camel.yaml   | `${variable.template} !=`  | `${variabel.template} !=`     | `${variabel`         | the expression isn't right: Unknown function: variabel.template
          routes/failures.camel.yaml | `io.dromail.mail.Refused`  | `io.dromail.mail.Refuzed`     | `io.dromail.mail.Refuzed` | there is no class io.dromail.mail.Refuzed
          routes/beans.camel.yaml    | `io.dromail.ingest.Sealer` | `io.dromail.ingest.Seeler`    | `io.dromail.ingest.Seeler` | there is no class io.dromail.ingest.Seeler
          routes/beans.camel.yaml    | `"#bean:deliveries"`       | `"#bean:deliverees"`          | `"#bean:deliverees`  | there is no bean deliverees
          routes/beans.camel.yaml    | `allowTemplateFromHeader:` | `allowTemplatesFromHeader:`   | `allowTemplatesFromHeader:` | has no property allowTemplatesFromHeader
          routes/beans.camel.yaml    | `"{{dromail.sandbox.keep}}"` | `many`                      | `constructors:\n        "0": "{{dromail.smtp.url}}"` | mailbox: a value of its constructors isn't a number
          routes/beans.camel.yaml    | `factoryMethod: mapper`    | `factoryMethod: maper`        | `maper`              | maper
          routes/beans.camel.yaml    | `initMethod: open`         | `initMethod: opens`           | `opens`              | opens
          routes/beans.camel.yaml    | `        "1": "{{dromail.sandbox.keep}}"\n` | ``            | `constructors:\n        "0": "{{dromail.smtp.url}}"` | its class takes no such constructors
          routes/profiles.camel.yaml | `ehloName:`                | `eloName:`                    | `eloName:`           | bean default has no property eloName
          routes/profiles.camel.yaml | `connections: "{{dromail.smtp.connections}}"` | `connections: many` | `connections: many` | connections of bean default doesn't take this value
          routes/profiles.camel.yaml | `url: "{{dromail.smtp.url}}"` | `preset: gmial`            | `gmial`              | there is no preset gmial
          routes/profiles.camel.yaml | `url: "{{dromail.smtp.url}}"` | `password: "{{env:NO_SUCH}}"` | `"{{env:NO_SUCH}}` | NO_SUCH
          routes/profiles.camel.yaml | `url: "{{dromail.smtp.url}}"` | `password: "{{file:/no/such}}"` | `"{{file:/no/such}}` | there is no file /no/such
          routes/domains.camel.yaml  | `- beans: []`              | `- beans:\n    - name: key-a\n      type: io.dromail.sign.DkimKey\n      properties:\n        domain: example.org\n        selector: s1\n        keyFile: no-key.pem` | `no-key.pem` | The DKIM key key-a can't be read from no-key.pem
          routes/lanes.camel.yaml    | `value: "500"`             | `value: "500"\n      - name: rats\n        value: "1"` | `"1"` | routeTemplate lane has no parameter rats; did you mean rate?
          routes/lanes.camel.yaml    | `name: rate\n        value: "500"` | `name: profiles\n        value: office 1` | `office 1` | lane bulk: there is no profile office
          routes/lanes.camel.yaml    | `value: "500"`             | `value: "20O"`                | `"20O"`              | lane bulk: rate must be a whole number, not 20O
          routes/lanes.camel.yaml    | `name: rate\n        value: "500"` | `name: failover\n        value: default, spare` | `default, spare` | lane bulk: there is no profile spare
          routes/lanes.camel.yaml    | `name: rate\n        value: "500"` | `name: patience\n        value: long` | `long` | lane bulk
          routes/lanes.camel.yaml    | `value: "4"`               | `value: four`                 | `four`               | lane bulk: consumers must be a whole number, not four
          routes/lanes.camel.yaml    | `      - name: consumers\n        value: "4"\n` | ``       | `bulk\n    parameters` | route bulk needs the parameter consumers
          routes/lanes.camel.yaml    | `value: bulk`              | `value: transactional`        | `transactional\n      - name: consumers\n        value: "4"` | there is another lane transactional in routes/lanes.camel.yaml:5
          routes/lanes.camel.yaml    | `routeId: bulk`            | `routeId: transactional`      | `transactional\n    parameters:\n      - name: lane\n        value: bulk` | there is another route transactional
          routes/lanes.camel.yaml    | `    routeId: bulk\n`      | ``                            | `templatedRoute:\n    routeTemplateRef: lane\n    parameters:` | a route needs an id: routeId
          routes/lanes.camel.yaml    | `routeTemplateRef: lane`   | `routeTemplateRef: lame`      | `lame`               | there is no routeTemplate lame; did you mean lane?
          routes/journal.camel.yaml  | `queues: mail.journal`     | `queues: mail.jurnal`         | `mail.jurnal`        | there is no queue mail.jurnal; did you mean mail.journal?
          routes/journal.camel.yaml  | `queues: mail.journal`     | `queues: mail.retry.7m`       | `mail.retry.7m`      | there is no queue mail.retry.7m
          routes/journal.camel.yaml  | `queues: mail.journal`     | `queues: mail.bulk`           | `spring-rabbitmq:mail\n` | another route takes queue mail.bulk, too
          routes/journal.camel.yaml  | `        queues: mail.journal\n` | ``                       | `spring-rabbitmq:mail\n` | a route that takes from spring-rabbitmq needs queues
          routes/journal.camel.yaml  | `queues: mail.journal`     | `queues: " "`                 | `spring-rabbitmq:mail\n` | a route that takes from spring-rabbitmq needs queues
          routes/lane.camel.yaml     | `          queues: mail.{{lane}}\n` | ``                    | `spring-rabbitmq:mail\n` | a route that takes from spring-rabbitmq needs queues
          routes/journal.camel.yaml  | `queues: mail.journal`     | `queues: mail.journal\n        maxConcurrentConsumers: 8` | `8\n` | maxConcurrentConsumers has no effect: the number of threads is fixed: concurrentConsumers
          routes/journal.camel.yaml  | `queues: mail.journal`     | `queues: mail.journal\n        acknowledgeMode: MANUAL` | `MANUAL` | acknowledgeMode has no effect: a message is acknowledged when its route is done
          routes/lane.camel.yaml     | `queues: mail.{{lane}}`    | `queues: mail.{{lane}}\n          asyncConsumer: "true"` | `"true"` | asyncConsumer has no effect: a message is acknowledged when its route is done
          routes/journal.camel.yaml  | `queues: mail.journal`     | `queues: mail.journal\n        maximumRetryAttempts: 1` | `1\n` | maximumRetryAttempts has no effect: a message whose route fails goes back to its queue
          routes/workbench.camel.yaml | `spring-rabbitmq:mail.dlx` | `spring-rabbitmq:mail.dlx?rejectAndDontRequeue=true` | `spring-rabbitmq:mail.dlx?` | rejectAndDontRequeue has no effect: a message whose route fails goes back to its queue
          routes/journal.camel.yaml  | `queues: mail.journal`     | `queues: mail.journal\n        deadLetterQueue: my.dead` | `my.dead` | deadLetterQueue has no effect: a queue has its dead letters where it's declared
          routes/retry.yaml          | `default: 30s`             | `default: soon`               | `default: soon`      | default must be delays
          routes/presets.yaml        | `gmail:\n`                 | `gmail: 3\nx:\n`              | `gmail: 3`           | each preset must be a list of values
          templates/welcome/body.html.ftlh | `<@`                 | `<#iff x>\n<@`                | `#iff`               | Unknown directive
          templates/welcome/variables.schema.json | `{`           | `{,`                          | `,`                  | not JSON
          templates/welcome/example.json | `{`                    | `[`                           | `:`                  | not JSON
          application.properties     | `dromail.http.port=8080`   | `dromail.http.port=many`      | `dromail.http.port=many` | dromail.http.port
          application.properties     | `dromail.http.port=8080`   | `dromail.http.prot=8080`      | `dromail.http.prot`  | did you mean dromail.http.port
          application.properties     | `dromail.http.port=8080`   | `>>>>>>> theirs`              | `>>>>>>>`            | a merge conflict
          """)
  void saysWhereAndWhat(String file, String good, String bad, String at, String words)
      throws Exception {
    String edited = replace(file, good, bad);

    List<Finding> findings = CHECK.check(set);

    int offset = edited.indexOf(unescaped(at));
    String before = edited.substring(0, offset);
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    int column = offset - before.lastIndexOf('\n');
    assertThat(findings)
        .anySatisfy(
            found -> {
              assertThat(found.message()).contains(words);
              assertThat(found.file()).isEqualTo(file);
              assertThat(found.line()).isEqualTo(line);
              assertThat(found.column()).isIn(0, column);
            });
    assertThat(findings).allSatisfy(finding -> assertThat(finding.line()).isPositive());
  }

  @Test
  void tellsAllThatIsWrong() throws Exception {
    replace("routes/work.camel.yaml", "uri: direct:sign", "uri: direct:sing");
    replace("routes/enrich.camel.yaml", "ref: mailComposer", "ref: mailCompozer");
    replace("routes/spool.camel.yaml", "period:", "perod:");
    Files.writeString(set.resolve("templates/welcome/subject.ftl"), "<#if>");

    assertThat(CHECK.check(set))
        .extracting(Finding::file)
        .contains(
            "routes/work.camel.yaml", "routes/enrich.camel.yaml", "templates/welcome/subject.ftl");

    replace("routes/enrich.camel.yaml", "ref: mailCompozer", "ref: mailComposer");
    assertThat(CHECK.check(set)).extracting(Finding::file).contains("routes/spool.camel.yaml");
  }

  @Test
  void leavesNoThreadBehindWhereverTheScratchGatewayFails() throws Exception {
    CHECK.check(set);
    int before = Thread.getAllStackTraces().size();
    for (String bad : List.of("javaMailSendr:", "javaMailSender:")) {
      replace(
          "routes/send.camel.yaml",
          bad.equals("javaMailSendr:") ? "javaMailSender:" : "javaMailSendr:",
          bad);
      for (int i = 0; i < 6; i++) {
        CHECK.check(set);
      }
      if (bad.equals("javaMailSendr:")) {
        replace("routes/profiles.camel.yaml", "ehloName:", "eloName:");
      }
    }

    await()
        .untilAsserted(() -> assertThat(Thread.getAllStackTraces().size()).isLessThan(before + 6));
  }

  @Test
  void quotesNoSecret() throws Exception {
    replace(
        "routes/profiles.camel.yaml",
        "        url:",
        "        pasword: hunter2-hunter2\n        url:");
    replace(
        "routes/domains.camel.yaml",
        "- beans: []",
        "- beans:\n    - name: k\n      type: io.dromail.sign.DkimKey\n      properties:\n"
            + "        key: hunter2-hunter2\n");

    assertThat(CHECK.check(set))
        .isNotEmpty()
        .allSatisfy(finding -> assertThat(finding.toString()).doesNotContain("hunter2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".work.camel.yaml.swp",
        "work.camel.yaml~",
        "#work.camel.yaml#",
        ".#work.camel.yaml",
        "4913",
        "work.camel.yaml.orig"
      })
  void overlooksWhatEditorsLeave(String name) throws Exception {
    Files.writeString(set.resolve("routes").resolve(name), "- route:\n    id: work");

    assertThat(CHECK.check(set)).isEmpty();
  }

  @Test
  void refusesAnEmptyFolder() throws Exception {
    Path empty = Files.createDirectory(set.resolve("empty"));

    assertThat(CHECK.check(empty))
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("no *.camel.yaml"));
  }

  @Test
  void refusesAFileThatIsNoText() throws Exception {
    Files.write(
        set.resolve("routes/work.camel.yaml"),
        "- route: \u00e4".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(CHECK.check(set)).extracting(Finding::message).contains("the file isn't UTF-8");
  }

  @Test
  void readsTheSchemaForWhatChangedOnly() throws Exception {
    replace("routes/throttle.camel.yaml", "    description:", "    descripton:");

    assertThat(CHECK.check(set, Set.of("templates/welcome/subject.ftl"))).isEmpty();
    assertThat(CHECK.check(set, Set.of("routes/throttle.camel.yaml"))).isNotEmpty();
  }

  private String replace(String file, String good, String bad) throws IOException {
    Path path = set.resolve(file);
    String text = Files.readString(path);
    int at = text.indexOf(unescaped(good));
    assertThat(at).as(good).isNotNegative();
    String edited =
        text.substring(0, at) + unescaped(bad) + text.substring(at + unescaped(good).length());
    Files.writeString(path, edited);
    return edited;
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n").replace("\\t", "\t");
  }
}

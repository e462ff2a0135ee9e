package io.dromail.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a schedule is said in a sentence, with its line and what would be right. */
class BadScheduleTest {

  private static final String GOOD =
      """
      maximum-age: 2d
      jitter: 10%
      rules:
        - name: it
          code: 450
          enhanced: 4.2.0
          text: greylist
          stage: login
          retry: 15m, 30m*4
        - name: other
          code: 451
          pause: 5m
      default: 30s, 5m
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          maximum-age: 2d   | maximum-age: 2 days  | 1  | maximum-age must be delays such as 30s or 1m, 5m*2, 30m (units: s, m, h, d), not '2 days'.
          maximum-age: 2d   | maximum-age: 1d, 2d  | 1  | maximum-age must be one time such as 60s, 5m or 2d, not '1d, 2d'.
          maximum-age: 2d   | maximum-age: 31d     | 1  | maximum-age must be at most 30d, as long as a mail is kept; 31d is longer.
          maximum-age: 2d   | maximum_age: 2d      | 1  | 'maximum_age' is not known here; known are maximum-age, jitter, holds, rules, default.
          jitter: 10%       | jitter: 0.1          | 2  | jitter must be a percentage such as 10%, not '0.1'.
          jitter: 10%       | jitter: 60%          | 2  | jitter must be at most 50%, not '60%'.
          jitter: 10%       | jitter: [10%]        | 2  | jitter must be followed by one value in its line.
          - name: it        | - name: Its Name     | 4  | name must be a name such as mailbox-full, not 'Its Name'.
          name: it          | text: it             | 7  | text must be given once; it stands in line 4, too.
          name: other       | name: it             | 10 | name must be unique; 'it' stands in line 4, too.
          name: other       | name: default        | 10 | name must be unique; 'default' stands in line 13, too.
          name: other       | slow: 1m             | 10 | name is missing; it must be a name such as mailbox-full.
          code: 450         | code: 45             | 5  | code must be reply codes such as 450, 45x or 4xx, several separated by commas, not '45'.
          code: 450         | code: 450 451        | 5  | code must be reply codes such as 450, 45x or 4xx, several separated by commas, not '450 451'.
          code: 451         | code:                | 11 | code must be followed by one value in its line.
          code: 451         | slow: 1m             | 10 | name must come with code, enhanced, text or stage; what fits no rule waits by default.
          enhanced: 4.2.0   | enhanced: 4.2        | 6  | enhanced must be enhanced status codes such as 4.2.0 or 5.7.x, several separated by commas, not '4.2'.
          text: greylist    | text: grey(list      | 7  | text must be a regular expression (Unclosed group), not 'grey(list'.
          stage: login      | stage: logon         | 8  | stage must be connect, login, transaction or end-of-data, several separated by commas, not 'logon'.
          retry: 15m, 30m*4 | retry: 15            | 9  | retry must be delays such as 30s or 1m, 5m*2, 30m (units: s, m, h, d), not '15'.
          retry: 15m, 30m*4 | retry: 0s            | 9  | retry must be delays such as 30s or 1m, 5m*2, 30m (units: s, m, h, d), not '0s'.
          retry: 15m, 30m*4 | retry: 15m,          | 9  | retry must be delays such as 30s or 1m, 5m*2, 30m (units: s, m, h, d), not '15m,'.
          retry: 15m, 30m*4 | retry: 3d            | 9  | retry must be at most 2d, as long as a mail is kept; 3d is longer.
          retry: 15m, 30m*4 | dead: yes            | 9  | dead must be true, not 'yes'.
          pause: 5m         | retries: 5m          | 12 | 'retries' is not known here; known are name, code, enhanced, text, stage, retry, pause, dead, slow.
          pause: 5m         | pause: 5m, 10m       | 12 | pause must be one time such as 60s, 5m or 2d, not '5m, 10m'.
          pause: 5m         | text: x              | 10 | name must come with one of retry, pause and dead, or with slow.
          stage: login      | dead: true           | 4  | name must come with one of retry, pause and dead, or with slow.
          jitter: 10%       | holds: soon          | 2  | holds must be delays such as 30s or 1m, 5m*2, 30m (units: s, m, h, d), not 'soon'.
          default: 30s, 5m  |                      | 1  | default is missing; it must be delays such as 30s or 1m, 5m*2, 30m (units: s, m, h, d).
          default: 30s, 5m  | default: 'x          | 14 | this is not YAML: found unexpected end of stream.
          """)
  void saysWhereAndWhatWouldBeRight(String good, String bad, int line, String sentence)
      throws IOException {
    assertThat(GOOD).contains(good);

    BadSchedule found = load(GOOD.replace(good, bad == null ? "" : bad));

    assertThat(found.sentence()).isEqualTo(sentence);
    assertThat(found.line()).isEqualTo(line);
    assertThat(found).hasMessage("retry.yaml:" + line + ": " + sentence);
  }

  @Test
  void refusesAnEmptyFile() throws IOException {
    assertThat(load("# nothing\n"))
        .hasMessage(
            "retry.yaml:1: the file is empty; it needs maximum-age, jitter, holds, rules, default.");
  }

  @Test
  void refusesRulesThatAreNoList() throws IOException {
    assertThat(load("maximum-age: 2d\ndefault: 30s\nrules: none\n"))
        .hasMessage("retry.yaml:3: rules must be a list, each entry with a dash.");
    assertThat(load("maximum-age: 2d\ndefault: 30s\nrules:\n  - 421\n"))
        .hasMessageStartingWith("retry.yaml:4: here must be name, code");
  }

  @Test
  void refusesMoreDelaysThanABrokerShouldBear() throws IOException {
    StringBuilder delays = new StringBuilder("1s");
    for (int i = 2; i <= 101; i++) {
      delays.append(", ").append(i).append("s");
    }

    assertThat(load("maximum-age: 2d\ndefault: " + delays + "\n"))
        .hasMessage(
            "retry.yaml: the delays need 101 queues; at most 100 are allowed, so let rules share"
                + " delays, or set jitter to 0%.");
  }

  @Test
  void saysSoWhenThereIsNoFile() {
    BadSchedule found =
        catchThrowableOfType(
            BadSchedule.class, () -> RetrySchedule.load(folder.resolve("retry.yaml")));

    assertThat(found).hasMessage("retry.yaml: there is no such file in " + folder + ".");
  }

  private BadSchedule load(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("retry.yaml"), text);
    return catchThrowableOfType(BadSchedule.class, () -> RetrySchedule.load(file));
  }
}

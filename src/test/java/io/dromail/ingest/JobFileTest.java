package io.dromail.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.mail.Refused;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class JobFileTest {

  @TempDir private Path folder;

  @Test
  void readsOneMail() throws Exception {
    List<JobEntry> entries = entries("{\"subject\": \"one\", \"emails\": 3}");

    assertThat(entries).singleElement().satisfies(entry -> assertSubject(entry, 0, "one"));
  }

  @Test
  void readsManyMailsInTheirOrder() throws Exception {
    List<JobEntry> entries = entries("{\"emails\": [{\"subject\": \"a\"}, {\"subject\": \"b\"}]}");

    assertThat(entries).hasSize(2);
    assertSubject(entries.get(0), 0, "a");
    assertSubject(entries.get(1), 1, "b");
  }

  @Test
  void readsAnEmptyListAsNoMail() throws Exception {
    assertThat(entries("{\"emails\": []}")).isEmpty();
  }

  @Test
  void readsPastAByteOrderMark() throws Exception {
    assertThat(entries("\ufeff{\"emails\": [{\"subject\": \"a\"}]}"))
        .singleElement()
        .satisfies(entry -> assertSubject(entry, 0, "a"));
  }

  @Test
  void handsOutWhatIsNoMailToBeRefusedByItself() throws Exception {
    List<JobEntry> entries = entries("{\"emails\": [1, null, [], {\"subject\": \"d\"}]}");

    assertThat(entries).extracting(JobEntry::unreadable).containsOnlyNulls();
    assertThat(entries).extracting(JobEntry::index).containsExactly(0, 1, 2, 3);
    assertThat(entries.get(1).request().isNull()).isTrue();
    assertSubject(entries.get(3), 3, "d");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                    | invalid_json      | the file must hold one mail
          []                                    | invalid_json      | the file must hold one mail
          3                                     | invalid_json      | the file must hold one mail
          nonsense                              | invalid_json      | not JSON from line 1, column
          {"subject":                           | invalid_json      | not JSON from line 1, column
          {"emails": {"a": 1}}                  | invalid_json      | the file must hold one mail
          {"emails": []} {}                     | invalid_parameter | emails must be the only field
          {"emails": [], "from": "a@b.example"} | invalid_parameter | emails must be the only field
          """)
  void refusesAFileThatIsNeither(String content, String name, String words) throws Exception {
    assertThat(entries(content))
        .singleElement()
        .satisfies(entry -> assertUnreadable(entry, 0, name, words));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"subject\": \"c", "nonsense", "{} {}", ""})
  void handsOutTheMailsBeforeAMistake(String rest) throws Exception {
    String start = "{\"emails\": [{\"subject\": \"a\"},\n{\"subject\": \"b\"},\n";

    List<JobEntry> entries = entries(start + rest);

    assertSubject(entries.get(0), 0, "a");
    assertSubject(entries.get(1), 1, "b");
    JobEntry last = entries.get(entries.size() - 1);
    assertUnreadable(last, entries.size() - 1, "invalid_json", "not JSON from line 3");
  }

  @Test
  void goesOnWhereItWasCutOff() throws Exception {
    Path path =
        write("{\"emails\": [{\"subject\": \"a\"}, {\"subject\": \"b\"}, {\"subject\": \"c\"}]}");
    JobFile first = open(path, 10);
    first.next();
    first.next();
    first.progress().accept(0, "id-a");
    first.end();

    JobFile second = open(path, 10);

    assertThat(all(second)).extracting(JobEntry::index).containsExactly(1, 2);
    assertThat(second.progress().accepted()).isEqualTo(1);
  }

  @Test
  void givesTheSameIdsWhenItIsReadAgain() throws Exception {
    Path path = write("{\"emails\": [{\"subject\": \"a\"}, {\"subject\": \"a\"}]}");

    List<String> first = all(open(path, 10)).stream().map(entry -> entry.id().toString()).toList();
    List<String> second = all(open(path, 10)).stream().map(entry -> entry.id().toString()).toList();

    assertThat(second).isEqualTo(first).doesNotHaveDuplicates();
    assertThat(first)
        .allMatch(id -> id.matches("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-.*"));
  }

  @Test
  void readsOutWhatItPromisedWhenItIsPostponed() throws Exception {
    JobFile file = open(write("{\"emails\": [{}, {}]}"), 2);
    assertThat(file.hasNext()).isTrue();
    file.postpone();

    assertThat(file.next().index()).isZero();
    assertThat(file.hasNext()).isFalse();
    assertThat(file.isSettled()).isFalse();
  }

  @Test
  void isSettledWhenEachMailIs() throws Exception {
    JobFile file = open(write("{\"emails\": [{}, {}]}"), 2);
    file.forEachRemaining(entry -> assertThat(file.isSettled()).isFalse());
    file.progress().accept(1, "id-1");
    assertThat(file.isSettled()).isFalse();
    file.progress().refuse(0, Refused.because(422, "invalid_parameter", "No."));
    assertThat(file.isSettled()).isTrue();
  }

  @Test
  void waitsWhileTooManyMailsAreUnsettled() throws Exception {
    JobFile file = open(write("{\"emails\": [{}, {}, {}]}"), 2);
    file.next();
    file.next();

    CompletableFuture<JobEntry> third = CompletableFuture.supplyAsync(file::next);
    assertThat(third).isNotDone();
    file.settled();

    assertThat(third.get(10, TimeUnit.SECONDS).index()).isEqualTo(2);
  }

  @Test
  void iteratesOverALongFileInConstantMemory() throws Exception {
    Path path = folder.resolve("long.json");
    String mail = "{\"subject\": \"s\", \"html\": \"" + "x".repeat(5_000) + "\"}";
    int count = 10_000;
    try (Writer out = Files.newBufferedWriter(path)) {
      out.write("{\"emails\": [" + mail);
      for (int i = 1; i < count; i++) {
        out.write(",\n" + mail);
      }
      out.write("]}");
    }
    assertThat(Files.size(path)).isGreaterThan(50_000_000);
    JobFile file = open(path, 1);
    long before = usedMemory();
    long most = 0;
    int seen = 0;
    while (file.hasNext()) {
      seen += file.next().unreadable() == null ? 1 : 0;
      file.settled();
      if (seen % 2_500 == 0) {
        most = Math.max(most, usedMemory());
      }
    }
    assertThat(seen).isEqualTo(count);
    assertThat(most - before).isLessThan(10_000_000);
  }

  private static long usedMemory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void assertSubject(JobEntry entry, int index, String subject) {
    assertThat(entry.index()).isEqualTo(index);
    assertThat(entry.unreadable()).isNull();
    assertThat(entry.request().path("subject").textValue()).isEqualTo(subject);
  }

  private static void assertUnreadable(JobEntry entry, int index, String name, String words) {
    Refused why = entry.unreadable();
    assertThat(entry.index()).isEqualTo(index);
    assertThat(why.name()).isEqualTo(name);
    assertThat(why).hasMessageContaining(words);
  }

  private List<JobEntry> entries(String content) throws IOException {
    return all(open(write(content), 100));
  }

  private static List<JobEntry> all(JobFile file) throws IOException {
    List<JobEntry> entries = new ArrayList<>();
    file.iterator().forEachRemaining(entries::add);
    file.end();
    return entries;
  }

  private Path write(String content) throws IOException {
    return Files.write(folder.resolve("job.json"), content.getBytes(UTF_8));
  }

  private JobFile open(Path path, int window) throws IOException {
    return new JobFile(path, folder.resolve(".progress"), window);
  }
}

package io.dromail.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromail.journal.Database;
import io.dromail.mail.Refused;
import io.dromail.testing.CapturedLog;
import io.dromail.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class JobKeysTest {

  private static final String TWO = "{\"emails\": [{\"subject\": \"a\"}, {\"subject\": \"b\"}]}";

  @TempDir private Path inbox;
  private Database database;
  private IdempotencyKeys stored;
  private JobKeys keys;

  @BeforeEach
  void open() {
    String url = "jdbc:h2:mem:" + UUID.randomUUID();
    database = new Database(url);
    stored = new IdempotencyKeys(database, url, 4_000);
    keys = new JobKeys(stored);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void noteWhatTheIdsOfAFileDeriveFromBeforeOneIsUsed() throws Exception {
    JobFile file = file("job.json");

    keys.claim(file);
    UUID first = file.next().id();
    file.end();
    JobFile again = file("job.json");
    keys.claim(again);

    assertThat(again.progress().seed()).isEqualTo(file.claim().seed());
    assertThat(again.isPostponed()).isFalse();
    assertThat(again.next().id()).isEqualTo(first).isNotEqualTo(withoutClaim());
  }

  @Test
  void leaveAFileToItsContentThatWasBegunWithoutAJournal() throws Exception {
    JobKeys none = new JobKeys(new IdempotencyKeys(new Database("none"), "none", 4_000));
    JobFile file = file("job.json");
    none.claim(file);
    none.keep(file);
    assertThat(file.next().id()).isEqualTo(withoutClaim());
    file.end();

    JobFile withJournal = file("job.json");
    keys.claim(withJournal);

    assertThat(withJournal.claim()).isNull();
    assertThat(withJournal.next().id()).as("the id of before").isEqualTo(withoutClaim());
  }

  @Test
  void letOneOfTwoFilesWithTheSameContentWait() throws Exception {
    keys.claim(file("one.json"));
    JobFile other = file("other.json");

    keys.claim(other);

    assertThat(other.isPostponed()).isTrue();
    assertThat(other.claim()).isNull();
    assertThat(other.hasNext()).isFalse();
  }

  @Test
  void knowWhichMailsOfTheSameContentWereAccepted() throws Exception {
    JobFile first = file("first.json");
    keys.claim(first);
    String id = first.next().id().toString();
    String refused = first.next().id().toString();
    first.progress().accept(0, id);
    first.progress().refuse(1, Refused.field("invalid_parameter", "subject", "is bad"));
    keys.keep(first);

    JobFile second = file("second.json");
    keys.claim(second);

    JobEntry tried = second.next();
    assertThat(tried.index()).isEqualTo(1);
    assertThat(tried.id()).hasToString(refused);
    assertThat(second.hasNext()).isFalse();
    assertThat(Files.readString(onlyProgressOf("second.json")))
        .contains("{\"index\":0,\"id\":\"" + id + "\",\"replayed\":true}");
  }

  @Test
  void takeAFileAsNewWhileTheDatabaseIsAway() throws Exception {
    database.close();
    JobFile file = file("job.json");

    keys.claim(file);
    UUID id = file.next().id();
    file.progress().accept(0, id.toString());

    assertThat(file.claim().kept()).isNull();
    assertThat(file.isPostponed()).isFalse();
    assertThat(id).isEqualTo(file.claim().id(0));
    try (CapturedLog log = new CapturedLog()) {
      keys.keep(file);
      assertThat(log.text()).contains("job.json won't be known when it comes again");
    }
  }

  @Test
  void takeTheKeyOutOfTheRequestAndHoldItAgainstTheRest() throws Exception {
    JobEntry entry = mail("'idempotency_key': 'order-1', 'subject': 'a'");

    Claim first = keys.claim(entry);
    keys.accepted(first);

    assertThat(entry.request()).isEqualTo(Samples.json("{'subject': 'a'}"));
    assertThat(first.id(0)).isNotEqualTo(entry.id());
    assertThat(keys.claim(mail("'subject': 'a', 'idempotency_key': 'order-1'")).kept()).isNotNull();
    assertRefused(
        409,
        "invalid_idempotent_request",
        mail("'idempotency_key': 'order-1', 'subject': 'another'"));
    assertThat(keys.claim(mail("'subject': 'a'"))).isNull();
  }

  @Test
  void freeTheKeyOfARefusedMail() throws Exception {
    keys.refused(keys.claim(mail("'idempotency_key': 'order-1', 'subject': 'a'")));

    Claim second = keys.claim(mail("'idempotency_key': 'order-1', 'subject': 'better'"));

    assertThat(second.kept()).isNull();
    assertThat(second.again()).isFalse();
    assertThatCode(() -> keys.refused(null)).doesNotThrowAnyException();
    assertThatCode(() -> keys.accepted(null)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "3", "null", "{'a': 'b'}", "'\\t'", "'ä'"})
  void refuseWhatIsNoKey(String key) throws Exception {
    assertRefused(
        422, "invalid_idempotency_key", mail("'subject': 'a', 'idempotency_key': " + key));
  }

  /** A refusal would be the end of the mail; its file is read on later. */
  @Test
  void failForNowWhileAKeyCannotBeHad() throws Exception {
    String request = "'idempotency_key': 'order-1', 'subject': 'a'";
    keys.claim(mail(request));
    JobEntry other = new JobEntry(file("other.json", "{}"), 0, mail(request).request(), null);

    assertThatThrownBy(() -> keys.claim(other))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("A request with this idempotency key is being worked on.")
        .hasNoCause();

    database.close();
    assertThatThrownBy(() -> keys.claim(mail(request)))
        .isExactlyInstanceOf(IOException.class)
        .hasMessageStartingWith("Idempotency keys can't be checked now")
        .hasNoCause();
  }

  private void assertRefused(int status, String name, JobEntry entry) {
    Refused refused = catchThrowableOfType(Refused.class, () -> keys.claim(entry));
    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.name()).isEqualTo(name);
  }

  private UUID withoutClaim() throws IOException {
    return file("unclaimed.json").next().id();
  }

  private JobEntry mail(String fields) throws IOException {
    return file("job.json", "{" + fields.replace('\'', '"') + "}").next();
  }

  private JobFile file(String name) throws IOException {
    return file(name, TWO);
  }

  private JobFile file(String name, String content) throws IOException {
    Path path = inbox.resolve(name);
    if (!Files.exists(path) || !Files.readString(path).equals(content)) {
      Files.write(path, content.getBytes(UTF_8));
    }
    return new JobFile(path, inbox.resolve(".progress"), 10);
  }

  private Path onlyProgressOf(String name) throws IOException {
    try (var all = Files.list(inbox.resolve(".progress"))) {
      return all.filter(file -> file.getFileName().toString().startsWith(name))
          .reduce(
              (one, other) -> {
                throw new AssertionError(one + " and " + other);
              })
          .orElseThrow();
    }
  }
}

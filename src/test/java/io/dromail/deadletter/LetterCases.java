package io.dromail.deadletter;

import static io.dromail.deadletter.Post.envelope;
import static io.dromail.deadletter.Post.letter;
import static io.dromail.deadletter.Post.stranger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.mail.Envelope;
import io.dromail.mail.MailJson;
import io.dromail.mail.Refused;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.core.Message;

/** What holds for the letters on every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LetterCases {

  private static final ObjectMapper LAX =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();
  private static final Set<String> LANES = Set.of("transactional", "bulk");

  private Databases.Opened opened;
  private DeadLetterStore store;
  private Letters letters;
  private Claims claims;

  abstract Databases.Opened open() throws Exception;

  @BeforeAll
  void migrate() throws Exception {
    opened = open();
    store = new DeadLetterStore(opened.database());
    letters = new Letters(opened.database());
    claims = new Claims(opened.database());
  }

  @BeforeEach
  void empty() throws SQLException {
    run("delete from dead_letter");
  }

  @AfterAll
  void end() throws Exception {
    opened.close();
  }

  @Test
  void keepsALetterWithAllThatIsKnownOfIt() throws Exception {
    Envelope envelope = envelope("shop", "Ada@Example.org", "bob@example.net");
    Message message = letter(envelope);

    store.write(List.of(message));

    Letter letter = list("").get(0);
    assertThat(letter)
        .isEqualTo(
            new Letter(
                UUID.fromString(message.getMessageProperties().getHeader("Dromail-Letter")),
                UUID.fromString(envelope.id()),
                "shop",
                "transactional",
                "permanent",
                "smtp.example.com:587 did not take the mail: Ada@Example.org: 550 5.1.1 no such"
                    + " user",
                550,
                "5.1.1",
                "send",
                "default",
                "example.org",
                "",
                "Hello",
                List.of("Ada@Example.org", "bob@example.net"),
                2,
                Post.FAILED,
                "waiting",
                null));
    assertThat(letters.find(letter.id(), "shop").orElseThrow().job())
        .isEqualTo(new String(message.getBody()));
    assertThat(letters.find(letter.id(), "other")).isEmpty();
    assertThat(letters.find(letter.id().toString().substring(24), "shop")).isPresent();
    assertThat(letters.find(letter.id().toString().substring(24), "other")).isEmpty();
  }

  @Test
  void writesABatchThatComesTwiceOnce() throws Exception {
    Message first = letter(envelope("a", "ada@example.org"));
    Message second = letter(envelope("a", "bob@example.org"));

    store.write(List.of(first, first));
    store.write(List.of(first, second));

    assertThat(list("")).hasSize(2);
  }

  @Test
  void tellsStrangersApartByTheirContent() throws Exception {
    String job = new String(Post.json(envelope("a", "ada@example.org")));
    Message once = stranger(job, Map.of("Dromail-Failed-At", "2026-11-23T09:30:00Z"));
    Message again = stranger(job, Map.of("Dromail-Failed-At", "2026-11-23T09:31:00Z"));

    store.write(List.of(once, again, stranger(job, Map.of()), stranger(job, Map.of())));
    store.write(List.of(once));

    assertThat(list("")).hasSize(3).extracting(Letter::reason).containsOnly("unknown");
  }

  @Test
  void keepsWhatCannotBeReadAsItIs() throws Exception {
    store.write(
        List.of(
            stranger("{\"id\": \u0000 not a job", Map.of("Dromail-Failure", "transient")),
            stranger("", Map.of("x-death", "[x]", "x-first-death-reason", "delivery_limit"))));

    assertThat(list(""))
        .extracting(Letter::mailId, Letter::reason, Letter::cause, Letter::recipients)
        .containsExactlyInAnyOrder(
            tuple(null, "exhausted", "no cause given", List.of()),
            tuple(null, "unknown", "the broker gave it up: delivery_limit", List.of()));
    assertThat(claims.count(all(), LANES)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'template': {}",
        "'recipients': [null]",
        "'to': [null]",
        "'cc': [null]",
        "'to': [{}]",
        "'mail': null",
        "'id': 'a-b-c'",
        "'history': 1",
        "'attachments': [null]",
        "'accepted_at': 1e99999"
      })
  void keepsAJobThatLacksSomethingBesideAGoodOne(String lack) throws Exception {
    ObjectNode job = (ObjectNode) MailJson.mapper().readTree(Post.json(envelope("a", "a@b.org")));
    JsonNode piece = LAX.readTree("{" + lack + "}");
    boolean ofMail = lack.matches("'(template|to|cc|attachments)'.*");
    (ofMail ? (ObjectNode) job.get("mail") : job).setAll((ObjectNode) piece);

    store.write(
        List.of(stranger(job.toString(), Map.of()), letter(envelope("a", "ada@example.org"))));

    assertThat(list(""))
        .extracting(Letter::tenant, Letter::recipients)
        .containsExactlyInAnyOrder(
            tuple("default", List.of()), tuple("a", List.of("ada@example.org")));
    Letter kept = list("default").get(0);
    assertThat(kept.mailId()).isNull();
    assertThat(letters.find(kept.id(), "").orElseThrow().job()).isEqualTo(job.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+1000000000-12-31T23:59:59Z",
        "-1000000000-01-01T00:00:00Z",
        "+400000-01-01T00:00:00Z",
        "-009999-01-01T00:00:00Z",
        "2026-13-01T00:00:00Z"
      })
  void takesATimeThatNoDatabaseHasForNow(String time) throws Exception {
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    store.write(List.of(letter(envelope("a", "ada@example.org"), "Dromail-Failed-At", time)));

    assertThat(list("").get(0).failedAt()).isBetween(before, Instant.now());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0000-01-01T00:00:00Z", "0000-01-01T00:00:00+18:00", "9999-12-31T23:59:59-18:00"})
  void takesATimeAtTheEdgeAsItIs(String time) throws Exception {
    store.write(List.of(letter(envelope("a", "ada@example.org"), "Dromail-Failed-At", time)));

    assertThat(list("").get(0).failedAt()).isEqualTo(Instant.parse(time));
  }

  @Test
  void keepsTextsThatAreBroken() throws Exception {
    String job = new String(Post.json(envelope("a", "ada@example.org")));
    String broken = job.replace("Hello", "\\u0000\\ud83d").replace("ada@", "a\\udc00\\u0000@");

    store.write(
        List.of(
            stranger(
                broken,
                Map.of("Dromail-Step", "s".repeat(63) + "😀", "Dromail-Cause", "\udc00 \0"))));

    Letter kept = list("").get(0);
    assertThat(kept.subject()).isEqualTo("\uFFFD?");
    assertThat(kept.recipients()).containsExactly("a?\uFFFD@example.org");
    assertThat(kept.step()).isEqualTo("s".repeat(63) + "?");
    assertThat(kept.cause()).isEqualTo("? \uFFFD");
    assertThat(MailJson.mapper().writeValueAsBytes(kept)).isNotEmpty();
  }

  @Test
  void listsPageByPageTheNewestFirst() throws Exception {
    for (int i = 0; i < 7; i++) {
      String time = Post.FAILED.plusMillis(i / 2).toString();
      store.write(List.of(letter(envelope("a", i + "@example.org"), "Dromail-Failed-At", time)));
    }

    List<Letter> all = list("");
    List<Letter> paged = new ArrayList<>();
    List<Letter> page = letters.list(all(), null, 2);
    while (!page.isEmpty()) {
      paged.addAll(page);
      Letter last = page.get(page.size() - 1);
      page = letters.list(all(), Page.behind(Page.cursor(last)), 2);
    }

    assertThat(paged).isEqualTo(all).hasSize(7).isSortedAccordingTo(LetterCases::newestFirst);
  }

  @Test
  void filtersByEachField() throws Exception {
    Envelope bulk = envelope("b", "bob@example.net");
    store.write(
        List.of(
            letter(envelope("a", "ada@example.org")),
            letter(
                bulk,
                "Dromail-Failure",
                "exhausted",
                "Dromail-Profile",
                "ses",
                "Dromail-Cause",
                "100% Full_up!",
                "Dromail-Failed-At",
                "2026-11-24T00:00:00Z")));

    assertThat(found(Map.of())).hasSize(2);
    assertThat(found(Map.of("reason", "exhausted"))).containsExactly(bulk.id());
    assertThat(found(Map.of("profile", "ses"))).containsExactly(bulk.id());
    assertThat(found(Map.of("domain", "Example.NET"))).containsExactly(bulk.id());
    assertThat(found(Map.of("id", bulk.id()))).containsExactly(bulk.id());
    assertThat(found(Map.of("q", "0% full_UP!"))).containsExactly(bulk.id());
    assertThat(found(Map.of("q", "f%up"))).isEmpty();
    assertThat(found(Map.of("after", "2026-11-23T12:00:00+01:00"))).containsExactly(bulk.id());
    assertThat(found(Map.of("before", "2026-11-23T12:00:00Z"))).hasSize(1);
    assertThat(found(Map.of("lane", "bulk"))).isEmpty();
    assertThat(found(Map.of("template", "welcome"))).isEmpty();
    assertThat(found(Map.of("state", "replayed"))).isEmpty();
    assertThat(letters.list(LetterFilter.of(Map.of(), "b"), null, 9)).hasSize(1);

    Envelope other = envelope("c", "cy@xn--bcher-kva.example");
    store.write(List.of(letter(other)));
    assertThat(found(Map.of("domain", "BÜCHER.example"))).containsExactly(other.id());
  }

  @Test
  void groupsByCauseWhateverAddressItNames() throws Exception {
    store.write(
        List.of(
            letter(envelope("a", "ada@example.org")),
            letter(envelope("a", "bob@example.org"), "Dromail-Failed-At", "2026-11-24T00:00:00Z"),
            letter(envelope("a", "eve@example.org"), "Dromail-Cause", "552 too big")));

    assertThat(letters.groups(all(), "cause"))
        .extracting(LetterGroup::key, LetterGroup::count, LetterGroup::example)
        .containsExactly(
            tuple(
                "smtp.example.com:587 did not take the mail: *: 550 5.1.1 no such user",
                2L,
                "smtp.example.com:587 did not take the mail: bob@example.org: 550 5.1.1 no such"
                    + " user"),
            tuple("552 too big", 1L, "552 too big"));
    assertThat(letters.groups(all(), "reason"))
        .extracting(LetterGroup::key, LetterGroup::count, LetterGroup::newestAt)
        .containsExactly(tuple("permanent", 3L, Instant.parse("2026-11-24T00:00:00Z")));
  }

  @Test
  void claimsALetterForOneReplayOnly() throws Exception {
    for (int i = 0; i < 40; i++) {
      store.write(List.of(letter(envelope("a", i + "@example.org"))));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Callable<List<UUID>>> replays = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      replays.add(() -> claims.claim(UUID.randomUUID(), all(), LANES, 10));
    }

    List<UUID> claimed = new ArrayList<>();
    for (var replay : threads.invokeAll(replays)) {
      claimed.addAll(replay.get());
    }
    threads.shutdown();

    assertThat(claimed).doesNotHaveDuplicates().hasSizeBetween(10, 40);
    assertThat(claims.count(all(), LANES)).isEqualTo(40 - claimed.size());
  }

  @Test
  void replaysALetterOnce() throws Exception {
    store.write(List.of(letter(envelope("a", "ada@example.org"))));
    UUID letter = list("").get(0).id();
    UUID claim = UUID.randomUUID();

    assertThat(claims.claim(claim, letter)).containsExactly(letter);
    assertThat(claims.claim(UUID.randomUUID(), letter)).isEmpty();
    assertThat(claims.job(claim, letter)).contains("ada@example.org");
    claims.replayed(claim, letter);
    claims.release(claim);

    assertThat(claims.claim(UUID.randomUUID(), letter)).isEmpty();
    assertThat(list("")).isEmpty();
    assertThat(letters.find(letter, "").orElseThrow().letter().state()).isEqualTo("replayed");
  }

  @Test
  void givesBackWhatIsNotReplayed() throws Exception {
    store.write(List.of(letter(envelope("a", "ada@example.org"))));
    UUID letter = list("").get(0).id();
    UUID claim = UUID.randomUUID();

    claims.claim(claim, all(), LANES, 5);
    claims.release(claim);

    assertThat(claims.claim(UUID.randomUUID(), letter)).containsExactly(letter);
  }

  @Test
  void takesOverWhatADeadProcessClaimed() throws Exception {
    store.write(List.of(letter(envelope("a", "ada@example.org"))));
    claims.claim(UUID.randomUUID(), all(), LANES, 5);
    assertThat(claims.count(all(), LANES)).isZero();

    run("update dead_letter set claimed_at = claimed_at - interval '61' second");

    assertThat(claims.claim(UUID.randomUUID(), all(), LANES, 5)).hasSize(1);
  }

  @Test
  void replaysTheOldestFirstAndOnlyIntoLanesThatThereAre() throws Exception {
    Message old =
        letter(envelope("a", "old@example.org"), "Dromail-Failed-At", "2026-01-01T00:00:00Z");
    store.write(List.of(letter(envelope("a", "new@example.org")), old));

    assertThat(claims.claim(UUID.randomUUID(), all(), Set.of("bulk"), 1)).isEmpty();
    assertThat(claims.claim(UUID.randomUUID(), all(), LANES, 1))
        .extracting(UUID::toString)
        .containsExactly((String) old.getMessageProperties().getHeader("Dromail-Letter"));
  }

  @Test
  void purgesTheOldestOfAFilter() throws Exception {
    store.write(
        List.of(
            letter(envelope("a", "ada@example.org")),
            letter(envelope("a", "bob@example.org")),
            letter(envelope("b", "eve@example.org"))));
    claims.claim(UUID.randomUUID(), LetterFilter.of(Map.of(), "b"), LANES, 1);

    assertThat(letters.purge(all(), 1)).isEqualTo(1);
    assertThat(letters.purge(all(), 9)).isEqualTo(1);
    assertThat(list("")).extracting(Letter::state).containsExactly("replaying");
  }

  private List<String> found(Map<String, String> fields) throws Exception {
    return letters.list(LetterFilter.of(fields, ""), null, 99).stream()
        .map(letter -> letter.mailId().toString())
        .toList();
  }

  private List<Letter> list(String scope) throws Exception {
    return letters.list(LetterFilter.of(Map.of(), scope), null, 99);
  }

  private static LetterFilter all() throws Refused {
    return LetterFilter.of(Map.of(), "");
  }

  private static int newestFirst(Letter one, Letter other) {
    return other.failedAt().compareTo(one.failedAt());
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = opened.database().getConnection()) {
      connection.createStatement().execute(sql);
    }
  }
}

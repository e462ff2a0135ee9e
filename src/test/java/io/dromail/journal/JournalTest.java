package io.dromail.journal;

import static io.dromail.journal.JournalSamples.event;
import static io.dromail.journal.JournalSamples.mail;
import static io.dromail.journal.JournalSamples.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.github.f4b6a3.uuid.UuidCreator;
import io.dromail.mail.Envelope;
import io.dromail.mail.JournalUnavailable;
import io.dromail.mail.MailEvent.Kind;
import io.dromail.mail.Refused;
import io.dromail.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class JournalTest {

  @Nested
  class OnH2 extends Cases {
    @Override
    On on() {
      return On.H2;
    }
  }

  @Nested
  @EnabledIf("io.dromail.testing.PostgreSql#isThere")
  class OnPostgreSql extends Cases {
    @Override
    On on() {
      return On.POSTGRESQL;
    }
  }

  @Test
  void saysSoWhenItIsOff() {
    try (Database off = new Database("none");
        Journal journal = new Journal(off)) {
      assertRefused(404, "not_found", () -> journal.list(null, ""));
      assertRefused(404, "not_found", () -> journal.find(UUID.randomUUID().toString(), ""));
      assertThatThrownBy(() -> journal.cancel(UUID.randomUUID().toString(), ""))
          .hasMessage("This gateway keeps no journal (dromail.journal.url is none).");
      assertThat(off.isUp()).isTrue();
      assertThat(off.details()).containsEntry("off", true);
    }
  }

  @Test
  void knowsNothingOfRecipientsWhenItIsOff() throws Exception {
    try (Database off = new Database("none");
        Journal journal = new Journal(off)) {
      assertThat(journal.of(UUID.randomUUID().toString())).isEmpty();
    }
  }

  @Test
  void saysSoWhenTheDatabaseIsAway() {
    try (Database away = new Database("jdbc:postgresql://127.0.0.1:1/away?user=dromail");
        Journal journal = new Journal(away)) {
      String id = UuidCreator.getTimeOrderedEpoch().toString();

      assertRefused(503, "journal_unavailable", () -> get(journal.find(id, "")));
      assertRefused(503, "journal_unavailable", () -> get(journal.list("", "")));
      assertRefused(503, "journal_unavailable", () -> get(journal.cancel(id, "")));
      assertThatThrownBy(() -> journal.of(id)).isInstanceOf(JournalUnavailable.class);
      assertThat(away.isUp()).isFalse();
      assertThat(away.details()).containsEntry("url", "jdbc:postgresql://127.0.0.1:1/away");
      assertThat(away.details().get("last_failure").toString()).contains("refused");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ADA@Example.org,ada@example.org",
    "Ada@stra%C3%9Fe.example,ada@xn--strae-oqa.example",
    "ada@XN--strae-oqa.example,ada@xn--strae-oqa.example",
    "%E7%94%A8@b%C3%BCcher.example,用@xn--bcher-kva.example",
    "a+b@example.org,a+b@example.org"
  })
  void searchesForAnAddressInAnySpellingOfItsDomain(String given, String address) throws Exception {
    assertThat(EmailQuery.parse("to=" + given).to()).isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource({
    "status=done,status",
    "status=,status",
    "to=ada,to",
    "tag=order,tag",
    "tag=:42,tag",
    "after=here,after",
    "limit=0,limit",
    "limit=101,limit",
    "limit=ten,limit",
    "limit=-1,limit",
    "limit=1&limit=2,limit",
    "offset=10,offset",
    "Status=sent,Status",
    "to=%zz,to"
  })
  void refusesAParameterByName(String query, String name) {
    assertThatThrownBy(() -> EmailQuery.parse(query))
        .asInstanceOf(type(Refused.class))
        .satisfies(
            refused -> {
              assertThat(refused.status()).isEqualTo(422);
              assertThat(refused.name()).isEqualTo("invalid_parameter");
              assertThat(refused.details()).extracting(Refused.Detail::field).containsExactly(name);
            });
  }

  abstract static class Cases extends DatabaseCases {

    private static final String ADA = "ada@example.org";
    private static final String BOB = "bob@example.org";

    private JournalWriter writer;
    private Journal journal;

    @BeforeEach
    void prepare() {
      writer = new JournalWriter(database, false);
      journal = new Journal(database);
    }

    @AfterEach
    void closeJournal() {
      journal.close();
    }

    @Test
    void findsAMailThatIsWrittenWhileItIsAskedFor() throws Exception {
      Envelope mail = mail(ADA);
      CompletableFuture<Email> answer = journal.find(mail.id(), "").toCompletableFuture();

      assertThat(answer).isNotDone();
      writer.write(messages(mail));

      assertThat(answer.get(1, TimeUnit.SECONDS).id()).isEqualTo(mail.id());
    }

    @Test
    void waitsForNoMailThatWouldBeThere() {
      UUID old = UuidCreator.getTimeOrderedEpoch(Instant.now().minusSeconds(90));

      assertThat(tookNotFound(old.toString())).isLessThan(Duration.ofMillis(1500));
      assertThat(tookNotFound("no-id")).isLessThan(Duration.ofMillis(1500));
      assertThat(tookNotFound(UUID.randomUUID().toString())).isLessThan(Duration.ofMillis(1500));
    }

    @Test
    void givesUpAfterTwoSeconds() {
      assertThat(tookNotFound(UuidCreator.getTimeOrderedEpoch().toString()))
          .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(8));
    }

    @Test
    void holdsNoThreadWhileItWaits() throws Exception {
      List<CompletableFuture<Email>> waiting = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        waiting.add(
            journal.find(UuidCreator.getTimeOrderedEpoch().toString(), "").toCompletableFuture());
      }
      Envelope mail = mail(ADA);
      writer.write(messages(mail));

      assertThat(get(journal.find(mail.id(), "")).id()).isEqualTo(mail.id());
      waiting.forEach(one -> one.cancel(true));
    }

    @Test
    void showsATenantItsOwnMailsOnly() throws Exception {
      Envelope ours = mail("ours", Instant.now(), ADA);
      Envelope theirs = mail("theirs", Instant.now(), ADA);
      writer.write(messages(ours, theirs, event(theirs, Kind.DELIVERY_DELAYED, 1, ADA)));

      assertThat(ids("", "ours")).containsExactly(ours.id());
      assertThat(ids("", "")).containsExactlyInAnyOrder(ours.id(), theirs.id());
      assertRefused(404, "not_found", () -> get(journal.find(theirs.id(), "ours")));
      assertRefused(404, "not_found", () -> get(journal.cancel(theirs.id(), "ours")));
      assertRefused(
          422, "invalid_parameter", () -> get(journal.list("after=" + theirs.id(), "ours")));
    }

    @Test
    void turnsThePagesFromTheNewestToTheOldest() throws Exception {
      List<Envelope> mails = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        // Three at the same time, so that the id decides.
        mails.add(mail("default", JournalSamples.START.plusSeconds(i / 3), ADA));
      }
      List<Envelope> mixed = new ArrayList<>(mails);
      Collections.shuffle(mixed, new Random(3));
      writer.write(messages(mixed.toArray()));
      List<String> seen = new ArrayList<>();

      EmailPage page = get(journal.list("limit=10", "default"));
      page.data().forEach(mail -> seen.add(mail.id()));
      while (page.hasMore()) {
        page = get(journal.list("limit=10&after=" + page.next(), "default"));
        page.data().forEach(mail -> seen.add(mail.id()));
      }

      Collections.reverse(mails);
      assertThat(seen).containsExactlyElementsOf(mails.stream().map(Envelope::id).toList());
      assertThat(page.next()).isNull();
      assertThat(get(journal.list(null, "default")).data()).hasSize(20);
    }

    @Test
    void listsWhatFitsTheQuery() throws Exception {
      Envelope one = mail("Ada+News@Example.org", BOB);
      Envelope two =
          mail(
              "default",
              Instant.now(),
              Samples.mailWith("'subject': 's', 'tags': [{'name': 'order', 'value': '43'}]"));
      writer.write(messages(one, two, event(two, Kind.SENT, 1, ADA)));

      assertThat(ids("status=sent", "")).containsExactly(two.id());
      assertThat(ids("status=queued", "")).containsExactly(one.id());
      assertThat(ids("to=ada%2Bnews@example.org", "")).containsExactly(one.id());
      assertThat(ids("to=ADA+news@example.org", "")).containsExactly(one.id());
      assertThat(ids("to=bob%40example.org&status=queued", "")).containsExactly(one.id());
      assertThat(ids("to=bob@example.org&status=sent", "")).isEmpty();
      assertThat(ids("tag=order:43", "")).containsExactly(two.id());
      assertThat(ids("tag=order:4", "")).isEmpty();
      EmailPage.Summary summary = get(journal.list("tag=order:42", "")).data().get(0);
      assertThat(summary.from()).isEqualTo("Shop <shop@example.com>");
      assertThat(summary.to()).containsExactly("Ada+News@Example.org", BOB);
      assertThat(summary.subject()).isEqualTo("Hello");
      assertThat(summary.lastEvent()).isEqualTo(Kind.QUEUED);
    }

    @Test
    void namesTheRecipientsWhoAreSettled() throws Exception {
      Envelope mail = mail(ADA, BOB, "cy@example.org", "di@example.org");
      writer.write(
          messages(
              mail,
              event(mail, Kind.SENT, 1, ADA),
              event(mail, Kind.DELIVERY_DELAYED, 1, BOB),
              event(mail, Kind.BOUNCED, 1, "cy@example.org"),
              event(mail, Kind.CANCELED, 1, "di@example.org")));

      assertThat(journal.of(mail.id())).containsExactlyInAnyOrder(ADA, "di@example.org");
      assertThat(journal.of(UUID.randomUUID().toString())).isEmpty();
    }

    @Test
    void cancelsWhatWaitsForItsNextAttempt() throws Exception {
      Envelope mail = mail(ADA, BOB);
      writer.write(
          messages(
              mail, event(mail, Kind.SENT, 1, ADA), event(mail, Kind.DELIVERY_DELAYED, 1, BOB)));

      Email canceled = get(journal.cancel(mail.id(), ""));

      assertThat(canceled.lastEvent()).isEqualTo(Kind.CANCELED);
      assertThat(canceled.nextAttemptAt()).isNull();
      assertThat(canceled.recipients())
          .extracting(Recipient::status)
          .containsExactly(Kind.SENT, Kind.CANCELED);
      assertThat(journal.of(mail.id())).containsExactlyInAnyOrder(ADA, BOB);
      assertThat(get(journal.cancel(mail.id(), ""))).isEqualTo(canceled);

      writer.write(messages(event(mail, Kind.DELIVERY_DELAYED, 2, BOB)));
      assertThat(get(journal.find(mail.id(), "")).lastEvent()).isEqualTo(Kind.CANCELED);
    }

    @Test
    void ownsUpToASendingThatCameBeforeTheCancel() throws Exception {
      Envelope mail = mail(ADA);
      writer.write(messages(mail, event(mail, Kind.DELIVERY_DELAYED, 1, ADA)));
      get(journal.cancel(mail.id(), ""));

      writer.write(messages(event(mail, Kind.SENT, 2, ADA)));

      assertThat(get(journal.find(mail.id(), "")).lastEvent()).isEqualTo(Kind.SENT);
    }

    @Test
    void cancelsOnceHoweverOftenItIsAsked() throws Exception {
      Envelope mail = mail(ADA);
      writer.write(messages(mail, event(mail, Kind.DELIVERY_DELAYED, 1, ADA)));
      List<CompletableFuture<Email>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(journal.cancel(mail.id(), "").toCompletableFuture());
      }

      for (CompletableFuture<Email> answer : answers) {
        assertThat(get(answer).lastEvent()).isEqualTo(Kind.CANCELED);
      }
      assertThat(count("event where event = 'canceled'")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUEUED", "SENT", "BOUNCED", "FAILED", "UNKNOWN"})
    void cancelsNothingElse(Kind kind) throws Exception {
      Envelope mail = mail(ADA);
      writer.write(messages(mail, event(mail, kind, 1, ADA)));

      assertRefused(409, "not_cancelable", () -> get(journal.cancel(mail.id(), "")));
      assertRefused(404, "not_found", () -> get(journal.cancel(UUID.randomUUID().toString(), "")));
    }

    private List<String> ids(String query, String scope) throws Exception {
      return get(journal.list(query, scope)).data().stream().map(EmailPage.Summary::id).toList();
    }

    private Duration tookNotFound(String id) {
      long begin = System.nanoTime();
      assertRefused(404, "not_found", () -> get(journal.find(id, "")));
      return Duration.ofNanos(System.nanoTime() - begin);
    }
  }

  private static <T> T get(CompletionStage<T> answer) throws Exception {
    try {
      return answer.toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  private static void assertRefused(int status, String name, ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(Refused.class))
        .satisfies(
            refused -> {
              assertThat(refused.status()).isEqualTo(status);
              assertThat(refused.name()).isEqualTo(name);
            });
  }
}

package io.dromail.deadletter;

import static io.dromail.deadletter.Post.envelope;
import static io.dromail.deadletter.Post.letter;
import static io.dromail.deadletter.Post.stranger;
import static io.dromail.testing.Samples.json;
import static io.dromail.testing.Samples.mailWith;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.mail.Attachment;
import io.dromail.mail.Envelope;
import io.dromail.mail.Mail;
import io.dromail.mail.MailJson;
import io.dromail.mail.Refused;
import io.dromail.mail.Refused.Detail;
import io.dromail.mail.SpooledContent;
import io.dromail.spool.SpoolFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.UnitOfWorkHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.amqp.core.Message;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayDeskTest {

  private static final String EVERYBODYS = "";

  @TempDir private static Path home;
  private final DefaultCamelContext context = new DefaultCamelContext();
  private Databases.Opened opened;
  private SpoolFolder spool;
  private DeadLetterStore store;
  private ReplayDesk desk;

  @BeforeAll
  void open() {
    opened = Databases.h2();
    store = new DeadLetterStore(opened.database());
    spool = new SpoolFolder(home.resolve("spool").toString());
    desk = new ReplayDesk(opened.database(), () -> Set.of("transactional", "bulk"), spool);
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
  void replaysTheOldestOfAFilterAndTellsHowManyAreLeft() throws Exception {
    write(letter(envelope("shop", "new@example.org")));
    write(letter(envelope("blog", "old@example.org"), "Dromail-Failed-At", "2026-01-01T00:00:00Z"));
    UUID oldest =
        write(
            letter(
                envelope("shop", "old@example.org"), "Dromail-Failed-At", "2026-01-02T00:00:00Z"));

    Replay replay = desk.choose(exchange(), bytes("{'all': true, 'limit': 1}"), "shop");
    assertThat(replay).containsExactly(oldest);
    assertThat(answer(replay)).isEqualTo(json("{'matched': 2, 'replayed': 0, 'remaining': 2}"));
    desk.confirmed(oldest, replay);

    assertThat(answer(replay)).isEqualTo(json("{'matched': 2, 'replayed': 1, 'remaining': 1}"));
    assertThat(state(oldest)).isEqualTo("replayed");
  }

  @Test
  void claimsNothingWhenItOnlyCounts() throws Exception {
    UUID letter = write(letter(envelope("shop", "ada@example.org")));

    Replay replay = choose("{'all': true, 'dry_run': true}");

    assertThat(replay).isEmpty();
    assertThat(answer(replay)).isEqualTo(json("{'matched': 1, 'replayed': 0, 'remaining': 1}"));
    assertThat(state(letter)).isEqualTo("waiting");
  }

  @Test
  void refusesWhatIsNotForTheOneWhoAsksOrIsReplayedAlready() throws Exception {
    UUID letter = write(letter(envelope("shop", "ada@example.org")));

    assertThat(refusedOne(letter, "blog").status()).isEqualTo(404);
    assertThat(refusedOne(UUID.randomUUID(), "shop").status()).isEqualTo(404);
    assertThat(state(letter)).isEqualTo("waiting");

    Replay replay = desk.chooseOne(exchange(), letter.toString(), null, "shop");
    assertThat(refusedOne(letter, "shop").name()).isEqualTo("already_replayed");
    desk.confirmed(letter, replay);
    assertThat(refusedOne(letter, "shop").name()).isEqualTo("already_replayed");
    assertThat(
            catchThrowableOfType(Refused.class, () -> choose("{'state': 'replayed', 'all': true}"))
                .details())
        .extracting(Detail::field)
        .containsExactly("state");
  }

  @Test
  void refusesAJobThatNobodyCanReadAndALaneThatIsGone() throws Exception {
    write(stranger("not a job", Map.of("Dromail-Lane", "bulk")));
    UUID unreadable = ids().get(0);
    UUID stranded = write(letter(in("gone", envelope("shop", "ada@example.org"))));

    assertThat(refusedOne(unreadable, EVERYBODYS).name()).isEqualTo("unreadable_job");
    assertThat(refusedOne(stranded, EVERYBODYS).name()).isEqualTo("unknown_lane");
    assertThat(choose("{'all': true}")).isEmpty();
    Mail edited = mailWith("'text': 't', 'stream': 'bulk'");
    assertThat(desk.chooseOne(exchange(), stranded.toString(), edited, EVERYBODYS))
        .containsExactly(stranded);
  }

  @Test
  void opensAJobThatSaysItMayHaveBeenSentBefore() throws Exception {
    SpooledContent content = spool.keep(out -> out.write("abc".getBytes(UTF_8)), 3);
    Path file = home.resolve("spool/" + content.sha256().substring(0, 2)).resolve(content.sha256());
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    Attachment attachment =
        new Attachment("a.txt", null, null, null, null, null).withContent(content);
    Envelope dead = with(attachment, envelope("shop", "ada@example.org", "bob@example.org"));
    UUID letter = write(letter(dead.to(List.of("bob@example.org"))));
    Exchange exchange = exchange();

    Instant before = Instant.now();
    Replay replay = desk.chooseOne(exchange, letter.toString(), null, EVERYBODYS);
    Envelope job = open(exchange, letter, replay);

    assertThat(job.again()).isTrue();
    assertThat(job.attempt()).isEqualTo(3);
    assertThat(job.history()).isEmpty();
    assertThat(job.scheduledSince()).isAfter(before.minusMillis(1));
    assertThat(job.acceptedAt()).isEqualTo(dead.acceptedAt());
    assertThat(job.open()).containsExactly("bob@example.org");
    assertThat(exchange.getVariables())
        .containsEntry("letter", letter)
        .containsEntry("id", dead.id())
        .containsEntry("lane", "transactional")
        .containsEntry("traceparent", dead.traceparent());
    assertThat(Files.getLastModifiedTime(file).toInstant())
        .as("the attachment is needed for longer")
        .isAfter(before.minusSeconds(1));
  }

  @Test
  void sendsAnEditedMailUnderTheIdsOfTheOldOne() throws Exception {
    Envelope dead = envelope("shop", "ada@exmaple.org").to(List.of("ada@exmaple.org"));
    UUID letter = write(letter(dead));
    Mail edited = mailWith("'subject': 'mended', 'text': 't', 'stream': 'bulk'");
    Exchange exchange = exchange();

    Replay replay = desk.chooseOne(exchange, letter.toString(), edited, EVERYBODYS);
    Envelope job = open(exchange, letter, replay);

    assertThat(job.open()).containsExactly("ada@example.org");
    assertThat(job.mail().subject()).isEqualTo("mended");
    assertThat(job.lane()).isEqualTo("bulk");
    assertThat(exchange.getVariable("lane")).isEqualTo("bulk");
    assertThat(List.of(job.id(), job.messageId(), job.tenant(), job.traceId()))
        .containsExactly(dead.id(), dead.messageId(), "shop", dead.traceId());
    assertThat(job.again()).isTrue();
  }

  @Test
  void takesAMailFromARequestAndNothingElse() throws Exception {
    assertThat(desk.edited(new byte[0])).isNull();
    assertThat(desk.edited(bytes("{}"))).isNull();
    assertThat(MailJson.mapper().readTree(desk.edited(bytes("{'mail': {'text': 'ä'}}"))))
        .isEqualTo(json("{'text': 'ä'}"));
    for (String body : List.of("{'mial': {}}", "{'mail': {}, 'limit': 1}", "[]", "{")) {
      assertThat(catchThrowableOfType(Refused.class, () -> desk.edited(bytes(body))))
          .as(body)
          .isNotNull();
    }
  }

  @Test
  void givesBackWhatIsNotConfirmed() throws Exception {
    UUID first = write(letter(envelope("shop", "ada@example.org")));
    UUID second = write(letter(envelope("shop", "bob@example.org")));
    Exchange failed = exchange();
    Replay replay = desk.choose(failed, bytes("{'all': true}"), EVERYBODYS);
    failed.setVariable("replay", replay);
    desk.confirmed(first, replay);
    assertThat(state(second)).isEqualTo("replaying");

    finish(failed);
    assertThat(state(first)).isEqualTo("replayed");
    assertThat(state(second)).isEqualTo("waiting");

    Exchange brokenOff = exchange();
    desk.choose(brokenOff, bytes("{'all': true}"), EVERYBODYS);
    finish(brokenOff);
    assertThat(state(second)).as("nobody noted the replay").isEqualTo("waiting");
  }

  @Test
  void handsOutNoJobThatAnotherReplayHasTakenOver() throws Exception {
    UUID letter = write(letter(envelope("shop", "ada@example.org")));
    Replay slow = choose("{'all': true}");
    run("update dead_letter set claimed_at = claimed_at - interval '61' second");
    Replay quick = choose("{'all': true}");
    assertThat(quick).containsExactly(letter);

    assertThatThrownBy(() -> desk.open(exchange(), letter, slow))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("claimed by another replay");
    desk.confirmed(letter, slow);
    assertThat(state(letter)).as("the other one isn't through").isEqualTo("replaying");
    assertThat(open(exchange(), letter, quick).open()).containsExactly("ada@example.org");
  }

  private Replay choose(String request) throws Refused {
    return desk.choose(exchange(), bytes(request), EVERYBODYS);
  }

  private Refused refusedOne(UUID letter, String scope) {
    return catchThrowableOfType(
        Refused.class, () -> desk.chooseOne(exchange(), letter.toString(), null, scope));
  }

  private Envelope open(Exchange exchange, UUID letter, Replay replay) throws Exception {
    return MailJson.mapper().readValue(desk.open(exchange, letter, replay), Envelope.class);
  }

  private JsonNode answer(Replay replay) throws Exception {
    return MailJson.mapper().readTree(desk.answer(replay));
  }

  private Exchange exchange() {
    return new DefaultExchange(context);
  }

  private static void finish(Exchange exchange) {
    UnitOfWorkHelper.doneSynchronizations(
        exchange, exchange.getExchangeExtension().handoverCompletions());
  }

  private UUID write(Message message) throws SQLException {
    store.write(List.of(message));
    String id = message.getMessageProperties().getHeader("Dromail-Letter");
    return id == null ? null : UUID.fromString(id);
  }

  private static Envelope in(String lane, Envelope envelope) {
    return changed(envelope, lane, envelope.mail());
  }

  private static Envelope with(Attachment attachment, Envelope envelope) {
    return changed(envelope, envelope.lane(), envelope.mail().withAttachments(List.of(attachment)));
  }

  private static Envelope changed(Envelope envelope, String lane, Mail mail) {
    return new Envelope(
        envelope.id(),
        envelope.messageId(),
        envelope.tenant(),
        lane,
        envelope.traceId(),
        envelope.attempt(),
        envelope.acceptedAt(),
        mail,
        envelope.recipients(),
        envelope.history(),
        null,
        false);
  }

  private static byte[] bytes(String request) {
    return request.replace('\'', '"').getBytes(UTF_8);
  }

  private List<UUID> ids() throws SQLException {
    return new Sql("select letter_id from dead_letter")
        .rows(opened.database(), row -> row.getObject(1, UUID.class));
  }

  private String state(UUID letter) throws SQLException {
    return new Sql("select state from dead_letter where letter_id = ?", letter)
        .rows(opened.database(), row -> row.getString(1))
        .get(0);
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = opened.database().getConnection()) {
      connection.createStatement().execute(sql);
    }
  }
}

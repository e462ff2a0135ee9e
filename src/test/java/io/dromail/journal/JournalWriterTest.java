package io.dromail.journal;

import static io.dromail.journal.JournalSamples.event;
import static io.dromail.journal.JournalSamples.mail;
import static io.dromail.journal.JournalSamples.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromail.mail.Envelope;
import io.dromail.mail.MailEvent;
import io.dromail.mail.MailEvent.Kind;
import io.dromail.testing.Samples;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

class JournalWriterTest {

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

  abstract static class Cases extends DatabaseCases {

    private static final String ADA = "ada@example.org";
    private static final String BOB = "bob@example.org";

    private JournalWriter writer;

    @BeforeEach
    void prepare() {
      writer = new JournalWriter(database, false);
    }

    @Test
    void keepsWhatTheApiShowsOfAMail() throws Exception {
      Envelope mail =
          mail(
              "shop",
              JournalSamples.START,
              Samples.mail(
                  "{'from': 'Shop <shop@example.com>', 'to': ['Ada <ada@example.org>',"
                      + " 'Eve@Example.org'], 'cc': 'bob@example.org', 'bcc': ['ada@example.org',"
                      + " 'cy@example.org'], 'template': {'id': 'welcome', 'variables': {'a':"
                      + " 1}}, 'tags': [{'name': 'order', 'value': '42'}], 'metadata': {'a':"
                      + " 'b'}}"));

      writer.write(messages(mail));

      Email kept = find(mail);
      assertThat(kept.messageId()).isEqualTo(mail.messageId());
      assertThat(kept.from()).isEqualTo("Shop <shop@example.com>");
      assertThat(kept.to()).containsExactly(ADA, "Eve@Example.org");
      assertThat(kept.cc()).containsExactly(BOB);
      assertThat(kept.bcc()).as("ada has it already").containsExactly("cy@example.org");
      assertThat(kept.subject()).isNull();
      assertThat(kept.template()).isEqualTo("welcome");
      assertThat(kept.stream()).isEqualTo("transactional");
      assertThat(kept.tags()).hasToString("[Tag[name=order, value=42]]");
      assertThat(kept.metadata()).containsExactly(java.util.Map.entry("a", "b"));
      assertThat(kept.createdAt()).isEqualTo(JournalSamples.START);
      assertThat(kept.lastEvent()).isEqualTo(Kind.QUEUED);
      assertThat(kept.recipients()).extracting(Recipient::status).containsOnly(Kind.QUEUED);
      assertThat(kept.attempts()).isEmpty();
      assertThat(kept.nextAttemptAt()).isNull();
      assertThat(kept.traceId()).isEqualTo(mail.traceId());
    }

    @Test
    void keepsWhatTheServerSaid() throws Exception {
      Envelope mail = mail(ADA);
      MailEvent delayed = event(mail, Kind.DELIVERY_DELAYED, 1, ADA);

      writer.write(messages(mail, delayed));

      Email kept = find(mail);
      assertThat(kept.lastEvent()).isEqualTo(Kind.DELIVERY_DELAYED);
      assertThat(kept.nextAttemptAt()).isEqualTo(delayed.nextAttemptAt());
      assertThat(kept.attempts()).containsExactly(Email.Attempt.of(delayed));
      assertThat(kept.recipients())
          .containsExactly(new Recipient(ADA, "to", Kind.DELIVERY_DELAYED, delayed.at()));
    }

    @Test
    void takesEachMessageOnce() throws Exception {
      Envelope mail = mail(ADA);
      List<Message> batch =
          messages(
              mail, event(mail, Kind.DELIVERY_DELAYED, 1, ADA), event(mail, Kind.SENT, 2, ADA));
      List<Message> twice = new ArrayList<>(batch);
      twice.addAll(batch);

      writer.write(twice);
      writer.write(batch);
      for (Message message : twice) {
        writer.write(List.of(message));
      }

      assertThat(find(mail).lastEvent()).isEqualTo(Kind.SENT);
      assertThat(find(mail).nextAttemptAt()).isNull();
      assertThat(count("mail")).isEqualTo(1);
      assertThat(count("recipient")).isEqualTo(1);
      assertThat(count("tag")).isEqualTo(1);
      assertThat(count("event")).isEqualTo(2);
    }

    @Test
    void comesToTheSameInWhateverOrderAndBatchesTheMessagesCome() throws Exception {
      Random random = new Random(7);
      for (int round = 0; round < 20; round++) {
        Envelope mail = mail(ADA, BOB);
        List<Message> all =
            new ArrayList<>(
                messages(
                    mail,
                    event(mail, Kind.DELIVERY_DELAYED, 1, ADA, BOB),
                    event(mail, Kind.SENT, 2, ADA),
                    event(mail, Kind.DELIVERY_DELAYED, 2, BOB),
                    event(mail, Kind.FAILED, 3, BOB)));
        Collections.shuffle(all, random);
        int cut = random.nextInt(all.size());

        writer.write(all.subList(0, cut));
        writer.write(all.subList(cut, all.size()));

        Email kept = find(mail);
        assertThat(kept.recipients())
            .extracting(Recipient::status)
            .containsExactly(Kind.SENT, Kind.FAILED);
        assertThat(kept.lastEvent()).isEqualTo(Kind.FAILED);
        assertThat(kept.nextAttemptAt()).isNull();
        assertThat(kept.attempts()).hasSize(4);
      }
    }

    @Test
    void showsNoMailOfWhichItKnowsEventsOnly() throws Exception {
      Envelope mail = mail(ADA);

      writer.write(messages(event(mail, Kind.SENT, 1, ADA)));

      assertThat(find(mail)).isNull();
      try (Connection connection = database.getConnection()) {
        assertThat(new Emails(connection).list(EmailQuery.parse(null), "").data()).isEmpty();
      }
      assertThat(new Journal(database).of(mail.id())).containsExactly(ADA);
    }

    @Test
    void takesSeveralAttemptsFromOneMessage() throws Exception {
      Envelope one = mail(ADA);
      Envelope two = mail(BOB);
      MailEvent delayed = event(one, Kind.DELIVERY_DELAYED, 1, ADA);
      MailEvent sent = event(one, Kind.SENT, 2, ADA);
      MailEvent bounced = event(two, Kind.BOUNCED, 1, BOB);

      writer.write(messages(one, List.of(delayed, bounced), two, List.of(sent, bounced)));

      assertThat(find(one).lastEvent()).isEqualTo(Kind.SENT);
      assertThat(find(one).attempts())
          .containsExactly(Email.Attempt.of(delayed), Email.Attempt.of(sent));
      assertThat(find(two).attempts()).containsExactly(Email.Attempt.of(bounced));
    }

    @Test
    void writesMoreThanATransactionTakes() throws Exception {
      Envelope mail = mail(ADA);
      List<MailEvent> events = new ArrayList<>();
      for (int attempt = 1; attempt <= 1_500; attempt++) {
        events.add(event(mail, Kind.DELIVERY_DELAYED, attempt, ADA));
      }

      writer.write(messages(mail, events));

      assertThat(count("event")).isEqualTo(1_500);
      assertThat(find(mail).attempts()).hasSize(1_500);
    }

    @Test
    void leavesOutWhatCantBeReadAndWritesTheRest() throws Exception {
      Envelope mail = mail(ADA);

      writer.write(
          messages(
              "",
              "not JSON",
              "[]",
              "[{}, 1]",
              "[",
              "null",
              "{}",
              "{\"mail\": {}}",
              "{\"mail\": 1, \"id\": \"7\"}",
              "{\"event\": \"sent\", \"id\": \"7\", \"event_id\": \"x\"}",
              "{\"event\": \"lost\", \"id\": \"" + UUID.randomUUID() + "\"}",
              mail));
      writer.write(List.of(new Message(new byte[] {(byte) 0xff, 0}, new MessageProperties())));
      writer.write(List.of());

      assertThat(find(mail)).isNotNull();
      assertThat(count("mail")).isEqualTo(1);
    }

    @Test
    void leavesOutWhatTheDatabaseRefusesAndWritesTheRest() throws Exception {
      Envelope mail = mail(ADA);
      List<Object> documents = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        documents.add(mail(BOB));
      }
      documents.add(7, mail("t".repeat(300), Instant.now(), ADA));
      documents.add(mail);

      writer.write(messages(documents.toArray()));

      assertThat(count("mail")).isEqualTo(21);
      assertThat(find(mail)).isNotNull();
    }

    @Test
    void keepsWordsThatADatabaseDoesNotLike() throws Exception {
      Envelope mail = mail(ADA);
      MailEvent odd = event(mail, Kind.BOUNCED, 1, ADA);
      MailEvent event =
          new MailEvent(
              odd.eventId(),
              odd.event(),
              odd.id(),
              odd.tenant(),
              odd.lane(),
              1,
              odd.at(),
              odd.recipients(),
              null,
              null,
              0,
              null,
              "no\u0000 \ud83d\ude00" + "x".repeat(20_000),
              0,
              null,
              null);

      writer.write(messages(mail, event));

      assertThat(find(mail).attempts().get(0).replyText()).matches("no 😀x{9990,9999}");
    }

    @Test
    void keepsBodiesOnlyIfItShall() throws Exception {
      writer.write(messages(mail(ADA)));
      assertThat(count("mail where envelope is null")).isEqualTo(1);

      new JournalWriter(database, true).write(messages(mail(ADA)));
      assertThat(count("mail where envelope like '%<p>Hi</p>%'")).isEqualTo(1);
    }

    @Test
    void writesFromSeveralProcessesAtOnce() throws Exception {
      List<Envelope> mails = new ArrayList<>();
      List<Message> all = new ArrayList<>();
      for (int i = 0; i < 150; i++) {
        Envelope mail = mail(ADA, BOB);
        mails.add(mail);
        all.addAll(
            messages(
                mail,
                mail,
                event(mail, Kind.DELIVERY_DELAYED, 1, ADA, BOB),
                event(mail, Kind.SENT, 2, ADA),
                event(mail, Kind.SENT, 3, BOB)));
      }
      ExecutorService processes = Executors.newFixedThreadPool(4);
      List<Callable<Object>> writers = new ArrayList<>();
      for (int p = 0; p < 4; p++) {
        List<Message> mine = new ArrayList<>(all);
        Collections.shuffle(mine, new Random(p));
        writers.add(
            () -> {
              for (int i = 0; i < mine.size(); i += 50) {
                writer.write(mine.subList(i, i + 50));
              }
              return null;
            });
      }

      for (Future<Object> done : processes.invokeAll(writers)) {
        done.get();
      }

      processes.shutdown();
      assertThat(count("mail where last_event = 'sent'")).isEqualTo(150);
      assertThat(count("recipient where status = 'sent'")).isEqualTo(300);
      assertThat(count("event")).isEqualTo(450);
    }

    @Test
    void throwsWhenTheDatabaseIsAway() {
      try (Database nowhere = new Database("jdbc:postgresql://127.0.0.1:1/nowhere")) {
        JournalWriter lost = new JournalWriter(nowhere, false);

        assertThatThrownBy(() -> lost.write(messages(mail(ADA)))).isInstanceOf(SQLException.class);
      }
    }

    private Email find(Envelope mail) throws SQLException {
      try (Connection connection = database.getConnection()) {
        return new Emails(connection).find(UUID.fromString(mail.id()), "");
      }
    }
  }
}

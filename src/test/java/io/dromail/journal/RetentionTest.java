package io.dromail.journal;

import static io.dromail.journal.JournalSamples.event;
import static io.dromail.journal.JournalSamples.mail;
import static io.dromail.journal.JournalSamples.messages;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.mail.Envelope;
import io.dromail.mail.MailEvent.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class RetentionTest {

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
  void doesNothingWithoutADatabase() {
    new Retention(new Database("none"), 30).step();
    try (Database away = new Database("jdbc:postgresql://127.0.0.1:1/away")) {
      new Retention(away, 30).step();
    }
  }

  abstract static class Cases extends DatabaseCases {

    private static final String ADA = "ada@example.org";

    private JournalWriter writer;
    private Retention retention;

    @BeforeEach
    void prepare() {
      writer = new JournalWriter(database, false);
      retention = new Retention(database, 30);
    }

    @Test
    void forgetsOldMailsWithAllThatBelongsToThem() throws Exception {
      Envelope old = mail("default", daysAgo(31), ADA);
      Envelope young = mail("default", daysAgo(29), ADA);
      writer.write(messages(old, event(old, Kind.SENT, 1, ADA)));
      writer.write(messages(young, event(young, Kind.SENT, 1, ADA)));
      writer.write(messages(event(mail("default", daysAgo(40), ADA), Kind.SENT, 1, ADA)));

      retention.step();

      for (String table : new String[] {"mail", "recipient", "tag", "event"}) {
        assertThat(count(table)).as(table).isEqualTo(1);
      }
      assertThat(count("mail where id = '" + young.id() + "'")).isEqualTo(1);
    }

    @Test
    void forgetsALittleAtATime() throws Exception {
      List<Object> mails = new ArrayList<>();
      for (int i = 0; i < 700; i++) {
        mails.add(mail("default", daysAgo(40), ADA));
      }
      writer.write(messages(mails.toArray()));

      retention.step();
      assertThat(count("mail")).isEqualTo(200);
      retention.step();
      assertThat(count("mail")).isZero();
    }

    @Test
    void forgetsIdempotencyKeysAfterADay() throws Exception {
      for (int hours : new int[] {23, 25}) {
        execute(
            "insert into idempotency_key (tenant, key_text, body_hash, seed, claim, state, doubtful,"
                + " claimed_at) values ('t', '"
                + hours
                + "', 'x', '"
                + UUID.randomUUID()
                + "', '"
                + UUID.randomUUID()
                + "', 'answered', false, '"
                + Instant.now().minus(Duration.ofHours(hours))
                + "')");
      }

      retention.step();

      assertThat(count("idempotency_key")).isEqualTo(1);
      assertThat(count("idempotency_key where key_text = '23'")).isEqualTo(1);
    }

    @Test
    void keepsDeadLettersUntilSomebodyHasReplayedThem() throws Exception {
      letter("waiting", "null");
      letter("replayed", "'" + daysAgo(31) + "'");
      letter("replayed", "'" + daysAgo(29) + "'");

      retention.step();

      assertThat(count("dead_letter where state = 'waiting'")).isEqualTo(1);
      assertThat(count("dead_letter where state = 'replayed'")).isEqualTo(1);
    }

    private void letter(String state, String replayedAt) throws Exception {
      execute(
          "insert into dead_letter (letter_id, tenant, lane, reason, cause, cause_pattern, subject, reply_code,"
              + " enhanced_code, step, profile, domain, template, recipients, attempts, failed_at,"
              + " job, state, replayed_at) values ('"
              + UUID.randomUUID()
              + "', 't', 'bulk', 'permanent', 'no', 'no', '', 550, '', 'send', 'default', 'example.org', '',"
              + " '[]', 1, '"
              + daysAgo(50)
              + "', '{}', '"
              + state
              + "', "
              + replayedAt
              + ")");
    }

    private static Instant daysAgo(int days) {
      return Instant.now().minus(Duration.ofDays(days));
    }
  }
}

package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static io.dromail.house.Requests.mailTo;
import static io.dromail.testing.Stage.DATA;
import static io.dromail.testing.Stage.END_OF_DATA;
import static io.dromail.testing.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromail.testing.BrokerKind;
import io.dromail.testing.DeadLetter;
import io.dromail.testing.ReceivedMail;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What becomes of mails that the provider does not take. */
class FailuresTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {

    @Test
    void sendsAgainAfterTwoRefusalsForNow() {
      house.smtp().at(RCPT).times(2).reply(450, "4.2.0 greylisted");

      house.deliver(mail(""));

      assertThat(house.smtp().reachedCount(RCPT)).isEqualTo(3);
      assertThat(house.smtp().mails()).hasSize(1);
      assertNothingIsLeft();
    }

    @Test
    void deadLettersMailWhenServerIsBusyForTooLong() {
      house.smtp().at(RCPT).always().reply(421, "4.3.2 too busy");
      house.gateway().post(mail(""));

      DeadLetter letter = house.awaitDeadLetters(1).get(0);
      assertThat(letter.header("Dromail-Failure")).isEqualTo("exhausted");
      assertThat(letter.header("Dromail-Reply-Code")).isEqualTo("421");
      assertThat(letter.header("Dromail-Attempts")).isEqualTo("4");
      assertThat(letter.header("Dromail-Step")).isEqualTo("send");
      assertThat(house.smtp().reachedCount(RCPT)).isEqualTo(4);
    }

    @Test
    void deadLettersMailWhenServerIsAwayForTooLong() {
      house.smtp().crash();
      house.gateway().post(mail(""));

      DeadLetter letter = house.awaitDeadLetters(1).get(0);
      house.smtp().listenAgain();
      assertThat(letter.header("Dromail-Failure")).isEqualTo("exhausted");
      assertThat(letter.header("Dromail-Attempts")).isEqualTo("4");
      assertThat(letter.header("Dromail-Cause")).contains("could not be reached");
      house.deliver(mail(""));
    }

    @Test
    void sendsAgainWhenConnectionBreaksBeforeEndOfData() {
      house.smtp().at(DATA).once().drop();

      house.deliver(mail(""));

      assertThat(house.smtp().mails()).hasSize(1);
      assertNothingIsLeft();
    }

    @Test
    void neverSendsAgainWhenNobodyKnowsWhetherServerTookIt() {
      house.smtp().at(END_OF_DATA).once().dropAfterAccepting();
      house.gateway().post(mail(""));

      DeadLetter letter = house.awaitDeadLetters(1).get(0);
      assertThat(letter.header("Dromail-Failure")).isEqualTo("unknown");
      assertThat(letter.header("Dromail-Attempts")).isEqualTo("1");
      assertThat(letter.header("Dromail-Cause")).contains("after the final dot");
      house.deliver(mailTo("next@example.org"));
      assertThat(house.smtp().mails()).hasSize(2);
      assertThat(house.smtp().messageIds().values()).containsOnly(1);
    }

    @Test
    void deadLettersMailThatServerRefusesAfterItsData() {
      house.smtp().at(END_OF_DATA).once().reply(554, "5.7.1 looks like spam");
      house.gateway().post(mail(""));

      DeadLetter letter = house.awaitDeadLetters(1).get(0);
      assertThat(letter.header("Dromail-Failure")).isEqualTo("permanent");
      assertThat(letter.header("Dromail-Cause")).contains("looks like spam");
    }

    @Test
    void triesAgainWhenMailboxIsFull() {
      house.smtp().at(RCPT).once().reply(552, "5.2.2 mailbox full");

      house.deliver(mail(""));
      assertNothingIsLeft();
    }

    @Test
    void deadLettersOnlyTheRecipientWhomServerRefuses() {
      house.smtp().at(RCPT).when("bad@").always().reply(550, "5.1.1 no");
      house.gateway().post(mail("'to': ['ada@example.org', 'bad@example.org', 'bob@example.org']"));

      DeadLetter letter = house.awaitDeadLetters(1).get(0);
      assertThat(letter.header("Dromail-Cause")).contains("bad@example.org", "550 5.1.1 no");
      assertThat(letter.header("Dromail-Failure")).isEqualTo("permanent");
      assertThat(letter.envelope().get("recipients").toString()).isEqualTo("[\"bad@example.org\"]");
      assertThat(house.smtp().mails()).hasSize(1);
      assertThat(house.smtp().mails().get(0).recipients())
          .containsExactly("ada@example.org", "bob@example.org");
      assertNothingIsLeft();
    }

    @Test
    void triesAgainOnlyTheRecipientWhomServerPutsOff() {
      house.smtp().at(RCPT).when("slow@").times(2).reply(451, "4.7.1 later");
      house.gateway().post(mail("'to': ['ada@example.org', 'slow@example.org']"));

      List<ReceivedMail> mails = house.smtp().awaitMails(2, SOON);
      assertThat(mails.get(0).recipients()).containsExactly("ada@example.org");
      assertThat(mails.get(1).recipients()).containsExactly("slow@example.org");
      assertThat(mails.get(1).messageId()).isEqualTo(mails.get(0).messageId());
      assertNothingIsLeft();
    }

    @Test
    void givesEachRecipientTheVerdictOfItsOwnReply() {
      house.smtp().at(RCPT).when("bad@").always().reply(550, "5.1.1 no");
      house.smtp().at(RCPT).when("slow@").once().reply(450, "4.2.1 later");
      house.gateway().post(mail("'to': ['bad@example.org', 'slow@example.org']"));

      assertThat(house.awaitDeadLetters(1).get(0).envelope().get("recipients").toString())
          .isEqualTo("[\"bad@example.org\"]");
      assertThat(house.smtp().awaitMails(1, SOON).get(0).recipients())
          .containsExactly("slow@example.org");
      assertNothingIsLeft();
    }

    private void assertNothingIsLeft() {
      await().atMost(SOON).until(() -> house.queues().depth("mail.transactional") == 0);
      assertThat(house.queues().takeDeadLetters()).isEmpty();
    }
  }
}

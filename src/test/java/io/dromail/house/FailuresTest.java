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
      assertThat(letter.header("Dromail-Failure")).isEqualTo("transient");
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
      assertThat(letter.header("Dromail-Failure")).isEqualTo("transient");
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
    void holdsRecipientsTogetherWhenOneIsRefused() {
      house.smtp().at(RCPT).when("bad@").always().reply(550, "5.1.1 no");
      house.gateway().post(mail("'to': ['ada@example.org', 'bad@example.org']"));

      assertThat(house.awaitDeadLetters(1).get(0).header("Dromail-Cause"))
          .contains("bad@example.org");
      assertThat(house.smtp().mails()).isEmpty();
    }

    private void assertNothingIsLeft() {
      await().atMost(SOON).until(() -> house.queues().depth("mail.transactional") == 0);
      assertThat(house.queues().takeDeadLetters()).isEmpty();
    }
  }
}

package io.dromail.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmCallback;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ReturnCallback;
import com.rabbitmq.client.ShutdownListener;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

/** The broker's answers in the orders in which a broker on this machine seldom gives them. */
class PublishChannelTest {

  private final ScriptedChannel broker = new ScriptedChannel();
  private PublishChannel channel;

  @BeforeEach
  void open() throws IOException {
    channel = PublishChannel.on(broker.channel(), new Exchanges(new CachingConnectionFactory()));
  }

  @Test
  void confirmsAllUpToTheNumberOfTheBroker() throws Exception {
    List<Publish> written = write(4);

    broker.confirms.handle(3, true);

    assertThat(written.subList(0, 3)).allSatisfy(PublishChannelTest::assertConfirmed);
    assertThat(written.get(3).isAnswered()).isFalse();
  }

  @Test
  void confirmsOneBeforeOlderOnes() throws Exception {
    List<Publish> written = write(3);

    broker.confirms.handle(2, false);

    assertThat(written).extracting(Publish::isAnswered).containsExactly(false, true, false);
    assertConfirmed(written.get(1));
  }

  @Test
  void failsAllThatTheBrokerRefusesAtOnce() throws Exception {
    List<Publish> written = write(3);
    broker.confirms.handle(1, false);

    broker.refusals.handle(3, true);

    assertConfirmed(written.get(0));
    assertFailed(written.get(1), "the broker refused exchange '', routing key 'queue-2'");
    assertFailed(written.get(2), "the broker refused exchange '', routing key 'queue-3'");
  }

  @Test
  void failsWhatComesBackAndConfirmsTheOthers() throws Exception {
    List<Publish> written = write(3);

    broker.giveBack(2);
    broker.confirms.handle(3, true);

    assertConfirmed(written.get(0));
    assertFailed(written.get(1), "no queue for exchange '', routing key 'queue-2': NO_ROUTE");
    assertConfirmed(written.get(2));
  }

  @Test
  void failsWhatIsNotAnsweredWhenTheChannelIsClosed() throws Exception {
    List<Publish> written = write(3);
    broker.confirms.handle(1, true);

    broker.close("NOT_FOUND - no exchange 'gone'");

    assertConfirmed(written.get(0));
    for (Publish lost : written.subList(1, 3)) {
      assertThat(lost.outcome())
          .isCompletedExceptionally()
          .failsWithin(Duration.ZERO)
          .withThrowableThat()
          .withMessageContaining("the channel was closed before the broker confirmed " + lost)
          .withMessageContaining("no exchange 'gone'");
    }
  }

  @Test
  void countsAsTheBrokerDoesWhenAMessageCannotBeWritten() throws Exception {
    Publish first = write(1).get(0);
    broker.fails = new IllegalArgumentException("Short string too long");
    assertThatThrownBy(() -> write(1)).isSameAs(broker.fails);
    broker.fails = null;
    Publish second = write(1).get(0);

    broker.confirms.handle(2, false);

    assertThat(first.isAnswered()).isFalse();
    assertConfirmed(second);
  }

  @Test
  void leavesToTheWriterWhatWasNotWritten() throws IOException {
    broker.fails = new AlreadyClosedException(signal("gone"));
    Publish publish = publish(1);

    assertThatThrownBy(() -> channel.write(publish)).isSameAs(broker.fails);
    broker.close("gone");

    assertThat(publish.isAnswered()).isFalse();
  }

  private List<Publish> write(int count) throws IOException {
    List<Publish> written = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      Publish publish = publish(i);
      channel.write(publish);
      written.add(publish);
    }
    return written;
  }

  private static Publish publish(int number) {
    Message message = new Message(new byte[] {1}, new MessageProperties());
    return new Publish("", "queue-" + number, message, new CompletableFuture<>());
  }

  private static void assertConfirmed(Publish publish) {
    assertThat(publish.outcome()).as("%s", publish).isCompleted();
  }

  private static void assertFailed(Publish publish, String reason) {
    assertThat(publish.outcome())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(NotConfirmed.class)
        .havingCause()
        .withMessage(reason);
  }

  private static ShutdownSignalException signal(String reason) {
    AMQP.Channel.Close close =
        new AMQP.Channel.Close.Builder().replyCode(AMQP.NOT_FOUND).replyText(reason).build();
    return new ShutdownSignalException(false, false, close, null);
  }

  /** Takes what is written, and answers what a test says. */
  private static final class ScriptedChannel {

    private final List<BasicProperties> written = new ArrayList<>();
    private ConfirmCallback confirms;
    private ConfirmCallback refusals;
    private ReturnCallback returns;
    private ShutdownListener closings;
    private RuntimeException fails;

    Channel channel() {
      return PlayedChannel.by((proxy, method, arguments) -> answer(method.getName(), arguments));
    }

    void giveBack(int number) {
      returns.handle(
          new Return(
              AMQP.NO_ROUTE,
              "NO_ROUTE",
              "",
              "queue-" + number,
              written.get(number - 1),
              new byte[] {1}));
    }

    void close(String reason) {
      closings.shutdownCompleted(signal(reason));
    }

    private Object answer(String method, Object[] arguments) {
      switch (method) {
        case "addConfirmListener" -> {
          confirms = (ConfirmCallback) arguments[0];
          refusals = (ConfirmCallback) arguments[1];
        }
        case "addReturnListener" -> returns = (ReturnCallback) arguments[0];
        case "addShutdownListener" -> closings = (ShutdownListener) arguments[0];
        case "basicPublish" -> take((BasicProperties) arguments[3]);
        default -> assertThat(method).isEqualTo("confirmSelect");
      }
      return null;
    }

    private void take(BasicProperties properties) {
      if (fails != null) {
        throw fails;
      }
      written.add(properties);
    }
  }
}

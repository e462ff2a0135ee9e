package io.dromail.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Envelope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is settled, by which words. */
class FeedChannelTest {

  private final List<String> written = new ArrayList<>();
  private final List<Delivery> handedOut = new ArrayList<>();
  private Runnable nacking = () -> {};
  private final FeedChannel channel = new FeedChannel(channel(), "work", false, handedOut::add);

  @BeforeEach
  void handOut() {
    for (long tag = 1; tag <= 4; tag++) {
      channel.handleDelivery(
          "c", new Envelope(tag, false, "", "work"), new BasicProperties(), new byte[0]);
    }
  }

  @Test
  void settlesABatchByOneWordIfItIsAllThatWasHandedOutUntilThen() {
    channel.settle(begun(1, 2, 3), true);
    channel.settle(begun(4), false);

    assertThat(written).containsExactly("basicAck 3 true", "basicNack 4 false true");
    assertThat(channel.held()).isZero();
  }

  @Test
  void requeuesABatchByOneWord() {
    channel.settle(begun(1, 2), false);

    assertThat(written).containsExactly("basicNack 2 true true");
  }

  @Test
  void leavesAloneWhatAnotherWorkerHasInWork() {
    List<Delivery> another = begun(2);

    channel.settle(begun(1, 3), true);
    assertThat(written).containsExactly("basicAck 1 false", "basicAck 3 false");

    channel.settle(another, true);
    assertThat(written).endsWith("basicAck 2 false");
  }

  @Test
  void leavesAloneWhatWaits() {
    channel.settle(begun(1, 3), true);

    assertThat(written).containsExactly("basicAck 1 false", "basicAck 3 false");
    assertThat(channel.held()).isEqualTo(2);
  }

  /** Else what goes back to the queue would be acknowledged, and lost. */
  @Test
  void leavesAloneWhatIsBeingGivenBack() throws Exception {
    List<Delivery> batch = begun(2, 3);
    channel.handleCancelOk("c");
    nacking =
        () -> {
          nacking = () -> {};
          channel.settle(batch, true);
        };

    channel.giveUp();

    assertThat(written)
        .containsExactlyInAnyOrder(
            "basicCancel null",
            "basicAck 2 false",
            "basicAck 3 false",
            "basicNack 1 false true",
            "basicNack 4 false true");
  }

  private List<Delivery> begun(int... tags) {
    List<Delivery> begun = Arrays.stream(tags).mapToObj(tag -> handedOut.get(tag - 1)).toList();
    begun.forEach(delivery -> assertThat(channel.begin(delivery)).isTrue());
    return begun;
  }

  private Channel channel() {
    return PlayedChannel.by(
        (self, method, arguments) -> {
          if (method.getName().equals("basicNack")) {
            nacking.run();
          }
          List<String> words = Arrays.stream(arguments).map(String::valueOf).toList();
          written.add(method.getName() + " " + String.join(" ", words));
          return null;
        });
  }
}

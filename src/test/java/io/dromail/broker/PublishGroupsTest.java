package io.dromail.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

class PublishGroupsTest {

  private final List<String> published = new ArrayList<>();
  private final List<CompletableFuture<Void>> answers = new ArrayList<>();
  private final PublishGroups groups = new PublishGroups(3, this::publish);

  @Test
  void publishesAtOnceWhatComesAlone() {
    CompletableFuture<Void> one = publish("1");
    assertThat(published).containsExactly("1");
    assertThat(one).isNotDone();

    confirm(0);
    CompletableFuture<Void> two = publish("2");

    assertThat(one).isCompleted();
    assertThat(two).isNotDone();
    assertThat(published).containsExactly("1", "2");
  }

  @Test
  void joinsWhatComesWhileOneIsUnderWay() {
    CompletableFuture<Void> one = publish("1");
    CompletableFuture<Void> two = publish("2");
    CompletableFuture<Void> three = publish("3");
    assertThat(published).containsExactly("1");

    confirm(0);
    assertThat(published).containsExactly("1", "[2,3]");
    assertThat(one).isCompleted();
    assertThat(two).isNotDone();

    confirm(1);
    assertThat(List.of(two, three)).allSatisfy(each -> assertThat(each).isCompleted());
    assertThat(published).hasSize(2);
  }

  @Test
  void makesNoGroupLargerThanWanted() {
    for (int i = 1; i <= 6; i++) {
      publish(String.valueOf(i));
    }

    confirm(0);
    confirm(1);

    assertThat(published).containsExactly("1", "[2,3,4]", "[5,6]");
  }

  @Test
  void leavesLargeMessagesAlone() {
    String large = "\"" + "x".repeat(200 * 1024) + "\"";
    publish("1");
    publish(large);
    publish(large);
    publish("2");

    confirm(0);
    confirm(1);

    assertThat(published).containsExactly("1", large, "[" + large + ",2]");
  }

  @Test
  void failsAllOfAGroupAndGoesOn() {
    CompletableFuture<Void> one = publish("1");
    CompletableFuture<Void> two = publish("2");
    CompletableFuture<Void> three = publish("3");
    NotConfirmed failure = new NotConfirmed("refused", null);

    confirm(0);
    answers.get(1).completeExceptionally(failure);
    CompletableFuture<Void> four = publish("4");
    confirm(2);

    assertThat(one).isCompleted();
    assertThat(List.of(two, three))
        .allSatisfy(
            each ->
                assertThat(each).failsWithin(Duration.ZERO).withThrowableThat().withCause(failure));
    assertThat(four).isCompleted();
    assertThat(published).containsExactly("1", "[2,3]", "4");
  }

  /** As when too many publishes are waiting already. */
  @Test
  void takesAnAnswerThatComesAtOnce() {
    NotConfirmed failure = new NotConfirmed("too many", null);
    PublishGroups refused =
        new PublishGroups(3, message -> CompletableFuture.failedFuture(failure));

    for (int i = 0; i < 2; i++) {
      assertThat(refused.publish(message("1")))
          .failsWithin(Duration.ZERO)
          .withThrowableThat()
          .withCause(failure);
    }
  }

  @Test
  void keepsThePropertiesOfTheFirst() {
    List<String> ids = new ArrayList<>();
    PublishGroups all =
        new PublishGroups(
            3,
            message -> {
              ids.add(message.getMessageProperties().getMessageId());
              return answer();
            });
    for (String body : List.of("1", "2", "3")) {
      Message message = message(body);
      message.getMessageProperties().setMessageId("id-" + body);
      all.publish(message);
    }

    confirm(0);

    assertThat(ids).containsExactly("id-1", "id-2");
  }

  private CompletableFuture<Void> publish(String body) {
    return groups.publish(message(body));
  }

  private static Message message(String body) {
    return new Message(body.getBytes(StandardCharsets.UTF_8), new MessageProperties());
  }

  private CompletableFuture<Void> publish(Message message) {
    published.add(new String(message.getBody(), StandardCharsets.UTF_8));
    return answer();
  }

  private CompletableFuture<Void> answer() {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    answers.add(answer);
    return answer;
  }

  private void confirm(int publish) {
    answers.get(publish).complete(null);
  }
}

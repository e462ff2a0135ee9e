package io.dromail.benchmarks;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Fills queues, as a process: {@code RunSeed <AMQP URL>}. It obeys lines of {@code <queue>
 * <exchange or -> <routing key> <copies>}: takes the first mail out of the queue, puts it back, and
 * publishes so many persistent copies of it; {@code -} is the default exchange. It says {@code
 * done} when the broker has confirmed them, and ends with its input.
 */
public final class RunSeed {

  private static final int WINDOW = 2_000;
  private static final long CONFIRM_MS = 60_000;

  private RunSeed() {}

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(arguments[0]);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Connection connection = factory.newConnection("seed");
        Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      channel.addReturnListener(
          returned -> {
            throw new IllegalStateException("no queue for " + returned.getRoutingKey());
          });
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ");
        copy(channel, words[0], words[1].replace("-", ""), words[2], Integer.parseInt(words[3]));
        System.out.println("done");
      }
    }
  }

  private static void copy(Channel channel, String queue, String exchange, String key, int copies)
      throws Exception {
    GetResponse mail = channel.basicGet(queue, false);
    if (mail == null) {
      throw new IOException("There is no mail in " + queue + ".");
    }
    channel.basicNack(mail.getEnvelope().getDeliveryTag(), false, true);
    for (int i = 1; i <= copies; i++) {
      channel.basicPublish(exchange, key, true, mail.getProps(), mail.getBody());
      if (i % WINDOW == 0 || i == copies) {
        channel.waitForConfirmsOrDie(CONFIRM_MS);
      }
    }
  }
}

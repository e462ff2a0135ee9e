package io.dromail.broker;

import java.util.List;
import org.springframework.amqp.core.Message;

/** What is done with a message, or with a batch of them. */
@FunctionalInterface
interface Work {
  /**
   * On a thread of the feed's.
   *
   * @throws Exception to have all of them back in the queue
   */
  void on(List<Message> messages) throws Exception;
}

package io.dromail.broker;

import org.springframework.amqp.core.Message;

/**
 * A message in this process, which the broker keeps until it's acknowledged.
 *
 * @param channel over which it came, and on which alone it can be settled
 * @param tag the channel's number for it
 */
record Delivery(FeedChannel channel, long tag, Message message) {}

package io.dromail.broker;

import java.util.List;
import java.util.Map;

/**
 * How a feed consumes.
 *
 * @param queues one or several
 * @param workers how many messages, or batches, are in work at the same time
 * @param prefetch how many messages the broker hands out before some are settled
 * @param batchSize how many messages a worker takes at once, at most
 * @param onDisk whether a worker goes on only when the broker has its acknowledgement on disk
 * @param arguments of the consumer, such as {@code x-priority}
 */
record FeedSettings(
    List<String> queues,
    int workers,
    int prefetch,
    int batchSize,
    boolean onDisk,
    boolean noLocal,
    boolean exclusive,
    Map<String, Object> arguments) {}

package io.dromail.broker;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How a queue stands, some seconds old at most.
 *
 * @param queue such as {@code mail.bulk}
 * @param waiting messages that the broker has handed to nobody
 * @param held messages that this process has, waiting or in work
 * @param oldestSeconds for how long the oldest one has been waiting; null if only another process
 *     can tell, or if it's there to wait
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QueueFigure(String queue, int waiting, int held, Long oldestSeconds) {}

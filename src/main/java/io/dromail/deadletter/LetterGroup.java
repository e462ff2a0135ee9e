package io.dromail.deadletter;

import java.time.Instant;

/**
 * Letters that have something in common.
 *
 * @param key what they have in common
 * @param count how many there are
 * @param newestAt when the newest failed
 * @param example its cause
 */
public record LetterGroup(String key, long count, Instant newestAt, String example) {}

package io.dromail.ingest;

/**
 * What was answered to the first request with an idempotency key.
 *
 * @param status the HTTP status
 * @param location the header of that name, or null
 * @param body the body, as text
 */
public record KeptAnswer(int status, String location, String body) {}

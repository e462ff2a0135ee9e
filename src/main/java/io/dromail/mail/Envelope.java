package io.dromail.mail;

import java.time.Instant;

/**
 * A mail on its way: what crosses the broker, as one JSON document. It's written once at acceptance
 * and stays as it is, but for {@code attempt}.
 *
 * @param id what the API answered; a UUID (RFC 9562), version 7 from HTTP, version 8 from a job
 *     file
 * @param messageId the Message-ID of all attempts, with angle brackets (RFC 5322 section 3.6.4)
 * @param tenant whose key accepted it
 * @param lane the queue it travels in
 * @param traceId 32 hexadecimal digits (W3C Trace Context)
 * @param attempt 1 for the first
 * @param acceptedAt when the door took it
 * @param mail the request
 */
public record Envelope(
    String id,
    String messageId,
    String tenant,
    String lane,
    String traceId,
    int attempt,
    Instant acceptedAt,
    Mail mail) {}

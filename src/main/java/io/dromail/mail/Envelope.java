package io.dromail.mail;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * A mail on its way: what crosses the broker, as one JSON document. It's written at acceptance;
 * what earlier attempts came to is added to it with each retry, so that it says by itself where it
 * stands.
 *
 * @param id what the API answered; a UUID (RFC 9562), version 7 from HTTP, version 8 from a job
 *     file or an idempotency key
 * @param messageId the Message-ID of all attempts, with angle brackets (RFC 5322 section 3.6.4)
 * @param tenant whose key accepted it
 * @param lane the queue it travels in
 * @param traceId 32 hexadecimal digits (W3C Trace Context)
 * @param attempt 1 for the first
 * @param acceptedAt when the door took it
 * @param mail the request
 * @param recipients the addresses that are still to be served; empty for all of them
 * @param history the attempts that failed, the oldest first
 * @param scheduleFrom when the retry schedule began, if that wasn't at acceptance, or null
 * @param again whether it may have been published before, so that the journal is asked whether it
 *     was sent already
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Envelope(
    String id,
    String messageId,
    String tenant,
    String lane,
    String traceId,
    int attempt,
    Instant acceptedAt,
    Mail mail,
    List<String> recipients,
    List<PastAttempt> history,
    Instant scheduleFrom,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean again) {

  /** Fills in what a first attempt leaves out. */
  public Envelope {
    recipients = recipients == null ? List.of() : recipients;
    history = history == null ? List.of() : history;
  }

  /** A mail that was just accepted. */
  public Envelope(
      String id,
      String messageId,
      String tenant,
      String lane,
      String traceId,
      Instant acceptedAt,
      Mail mail) {
    this(
        id,
        messageId,
        tenant,
        lane,
        traceId,
        1,
        acceptedAt,
        mail,
        List.of(),
        List.of(),
        null,
        false);
  }

  /** The addresses that are still to be served; never empty. */
  public List<String> open() {
    return recipients.isEmpty()
        ? mail.recipients().stream().map(Address::email).distinct().toList()
        : recipients;
  }

  /** The same mail for some of its recipients only. */
  public Envelope to(List<String> some) {
    return new Envelope(
        id,
        messageId,
        tenant,
        lane,
        traceId,
        attempt,
        acceptedAt,
        mail,
        some,
        history,
        scheduleFrom,
        again);
  }

  /** The same mail, on its next attempt, with what the last one came to. */
  public Envelope after(List<PastAttempt> past, int nextAttempt) {
    return new Envelope(
        id,
        messageId,
        tenant,
        lane,
        traceId,
        nextAttempt,
        acceptedAt,
        mail,
        recipients,
        past,
        scheduleFrom,
        again);
  }

  /** The same mail, to be sent as if it were new, by somebody's decision. */
  public Envelope replayed(Instant at) {
    return new Envelope(
        id,
        messageId,
        tenant,
        lane,
        traceId,
        attempt + 1,
        acceptedAt,
        mail,
        recipients,
        List.of(),
        at,
        true);
  }

  /** The same mail, which may have been published before. */
  public Envelope maybeAgain() {
    return new Envelope(
        id,
        messageId,
        tenant,
        lane,
        traceId,
        attempt,
        acceptedAt,
        mail,
        recipients,
        history,
        scheduleFrom,
        true);
  }

  /** Its place in its trace, for those who take it over; null if it's in none. */
  public String traceparent() {
    return traceId == null ? null : TraceParent.of(traceId).text();
  }

  /** When its retry schedule began: at acceptance, or later by somebody's decision. */
  public Instant scheduledSince() {
    return scheduleFrom == null ? acceptedAt : scheduleFrom;
  }

  /** The same mail, with a retry schedule that began then. */
  public Envelope scheduledSince(Instant at) {
    return new Envelope(
        id,
        messageId,
        tenant,
        lane,
        traceId,
        attempt,
        acceptedAt,
        mail,
        recipients,
        history,
        at,
        again);
  }
}

package io.dromail.mail;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What an attempt came to, for the journal: one JSON document in {@code mail.journal}, published
 * before the job is acknowledged. The same event may come twice; its id then is the same.
 *
 * @param eventId made once, when the event happens; a UUID
 * @param event what happened, in the contract's words
 * @param id the mail's
 * @param attempt which attempt it was, from 1
 * @param at when it ended
 * @param recipients the addresses that it's about
 * @param profile the SMTP profile, or null if no server was asked
 * @param host the server, as host:port, or null
 * @param replyCode the server's reply (RFC 5321 section 4.2), or 0 without one
 * @param enhancedCode the enhanced status code (RFC 3463), or empty
 * @param replyText the server's words, or the cause in words
 * @param durationMs how long the transaction took, in milliseconds
 * @param tls the TLS protocol such as {@code TLSv1.3}, or null for clear text
 * @param nextAttemptAt when the next attempt is due, or null
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MailEvent(
    String eventId,
    Kind event,
    String id,
    String tenant,
    String lane,
    int attempt,
    Instant at,
    List<String> recipients,
    String profile,
    String host,
    int replyCode,
    String enhancedCode,
    String replyText,
    long durationMs,
    String tls,
    Instant nextAttemptAt) {

  /** The contract's {@code last_event}. */
  public enum Kind {
    /** Accepted, and in its queue. */
    QUEUED,
    /** The next hop said 250. */
    SENT,
    /** Waits for its next attempt. */
    DELIVERY_DELAYED,
    /** The server refused the recipient for good; a dead letter. */
    BOUNCED,
    /** Given up for another reason, or after the last attempt; a dead letter. */
    FAILED,
    /** The connection broke after end-of-data, before the reply. */
    UNKNOWN,
    /** Taken back before it was sent. */
    CANCELED;

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

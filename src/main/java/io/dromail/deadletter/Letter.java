package io.dromail.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A mail that failed for good, without the mail itself; as the contract has it, by its field names.
 *
 * @param id the letter's own
 * @param mailId the mail's, or null if the job can't be read
 * @param reason permanent, exhausted or unknown
 * @param cause what went wrong, in the server's words where it said some
 * @param replyCode the server's reply (RFC 5321 section 4.2), or 0 without one
 * @param enhancedCode the enhanced status code (RFC 3463), or empty
 * @param step the route that failed
 * @param domain of the first recipient
 * @param template the template's name, or empty
 * @param subject as requested; empty if the template gives it
 * @param recipients the addresses that didn't get the mail
 * @param attemptCount how often it was tried
 * @param state waiting, replaying or replayed
 * @param replayedAt when it was sent again, or null
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Letter(
    UUID id,
    UUID mailId,
    String tenant,
    String lane,
    String reason,
    String cause,
    int replyCode,
    String enhancedCode,
    String step,
    String profile,
    String domain,
    String template,
    String subject,
    List<String> recipients,
    int attemptCount,
    Instant failedAt,
    String state,
    Instant replayedAt) {

  static final String WAITING = "waiting";
  static final String REPLAYING = "replaying";
  static final String REPLAYED = "replayed";
}

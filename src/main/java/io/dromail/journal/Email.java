package io.dromail.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.dromail.mail.MailEvent;
import io.dromail.mail.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What {@code GET /v1/emails/{id}} answers.
 *
 * @param object always {@code email}, as Resend has it
 * @param from the sender as in the mail, with its display name
 * @param stream the lane
 * @param createdAt when it was accepted
 * @param lastEvent of the recipients that are still open, else the worst
 * @param nextAttemptAt when the next attempt is due, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Email(
    String object,
    String id,
    String messageId,
    String from,
    List<String> to,
    List<String> cc,
    List<String> bcc,
    String subject,
    String template,
    String stream,
    List<Tag> tags,
    Map<String, String> metadata,
    Instant createdAt,
    MailEvent.Kind lastEvent,
    List<Recipient> recipients,
    List<Attempt> attempts,
    Instant nextAttemptAt,
    String traceId) {

  /**
   * What an attempt came to.
   *
   * @param replyCode the server's (RFC 5321 section 4.2), or null without one
   * @param tls the TLS protocol, or null for clear text
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Attempt(
      Instant at,
      int attempt,
      MailEvent.Kind event,
      List<String> recipients,
      String profile,
      String host,
      Integer replyCode,
      String enhancedCode,
      String replyText,
      long durationMs,
      String tls) {

    static Attempt of(MailEvent event) {
      return new Attempt(
          event.at(),
          event.attempt(),
          event.event(),
          event.recipients(),
          event.profile(),
          event.host(),
          event.replyCode() == 0 ? null : event.replyCode(),
          event.enhancedCode(),
          event.replyText(),
          event.durationMs(),
          event.tls());
    }
  }
}

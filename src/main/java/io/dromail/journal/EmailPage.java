package io.dromail.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.dromail.mail.MailEvent;
import io.dromail.mail.Tag;
import java.time.Instant;
import java.util.List;

/**
 * What {@code GET /v1/emails} answers.
 *
 * @param object always {@code list}, as Resend has it
 * @param data the newest first
 * @param next what {@code after} takes for the next page, or null if this is the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EmailPage(String object, List<Summary> data, boolean hasMore, String next) {

  static EmailPage of(List<Summary> data, boolean hasMore) {
    return new EmailPage("list", data, hasMore, hasMore ? data.get(data.size() - 1).id() : null);
  }

  /** One mail of the list; the fields are those of {@link Email}. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Summary(
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
      Instant createdAt,
      MailEvent.Kind lastEvent,
      Instant nextAttemptAt) {}
}

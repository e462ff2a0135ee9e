package io.dromail.enrich;

import io.dromail.mail.Envelope;
import io.dromail.mail.Mail;
import io.dromail.mail.OutgoingMail;
import io.dromail.mail.SendingPlan;
import jakarta.mail.MessagingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * Answers those who want to see a mail without sending it: the bean of the routes {@code dry-run}
 * and {@code templates-render}. Stateless.
 */
public final class Previews {

  /** The answer to a dry run: the mail that is finished, and everything about it. */
  public DryRun dryRun(
      @Body OutgoingMail message,
      @Variable("envelope") Envelope envelope,
      @Variable("plan") SendingPlan plan,
      @Variable("subject") String subject,
      @Variable("html") String html,
      @Variable("text") String text)
      throws MessagingException, IOException {
    Mail mail = envelope.mail();
    MailContent content = MailContent.of(mail, subject, html, text);
    return new DryRun(
        content.subject(),
        content.html(),
        content.text(),
        mime(message),
        plan.profile(),
        plan.held(),
        MailWarnings.of(mail, content, message));
  }

  /** The answer to a rendering: what the template gave. */
  public MailContent content(
      @Variable("envelope") Envelope envelope,
      @Variable("subject") String subject,
      @Variable("html") String html,
      @Variable("text") String text) {
    return MailContent.of(envelope.mail(), subject, html, text);
  }

  /** An envelope for a mail that goes nowhere, and may have neither sender nor recipients. */
  public Envelope unsent(@Body Mail mail) {
    String id = UUID.randomUUID().toString();
    return new Envelope(
        id,
        "<" + id + "@preview.invalid>",
        "default",
        mail.stream(),
        id.replace("-", ""),
        Instant.now(),
        mail);
  }

  static String mime(OutgoingMail message) throws MessagingException, IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    message.writeTo(bytes);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}

package io.dromail.enrich;

import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import io.dromail.mail.Envelope;
import io.dromail.mail.Mail;
import io.dromail.mail.OutgoingMail;
import io.dromail.mail.PermanentFailure;
import io.dromail.mail.Refused;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/**
 * Shows what a template makes of its variables without a gateway, for who is writing it. It renders
 * the same parts as the route {@code render}. Thread-safe.
 */
public final class TemplatePreview {

  private final Templates templates;
  private final Configuration configuration;
  private final Previews previews = new Previews();

  /** Over the folder that has one folder a template. */
  public TemplatePreview(String directory) throws IOException {
    templates = new Templates(directory);
    configuration = TemplateConfiguration.of(directory);
  }

  /**
   * Shows a mail that has a template; nothing is known of profiles and their limits here.
   *
   * @throws Refused if the template isn't there, is broken, or lacks a variable
   */
  public DryRun show(Mail mail) throws Refused, MessagingException, IOException, PermanentFailure {
    check(mail);
    String id = mail.template().id();
    Map<String, Object> variables = mail.template().variables();
    TemplateRoot.Known files = templates.find(id);
    String subject = render(id, files.file("subject.ftl", mail.locale()), variables);
    String html = render(id, files.file("body.html.ftlh", mail.locale()), variables);
    String text = render(id, files.file("body.txt.ftl", mail.locale()), variables);
    Envelope envelope = previews.unsent(mail);
    OutgoingMail message = new MailComposer().compose(envelope, subject, html, text);
    MailContent content = MailContent.of(mail, subject, html, text);
    return new DryRun(
        content.subject(),
        content.html(),
        content.text(),
        Previews.mime(message),
        null,
        List.of(),
        MailWarnings.of(mail, content, message));
  }

  private void check(Mail mail) throws Refused {
    try {
      templates.checkAlone(mail);
    } catch (IllegalStateException brokenSchema) {
      throw Refused.because(422, "template_error", brokenSchema.getMessage());
    }
  }

  private String render(String id, String file, Map<String, Object> variables)
      throws Refused, IOException {
    if (file == null) {
      return null;
    }
    try {
      StringWriter out = new StringWriter();
      configuration.getTemplate(file).process(variables, out);
      return out.toString();
    } catch (IOException | TemplateException e) {
      if (TemplateErrors.find(e) == null) {
        throw new IOException(e);
      }
      throw TemplateErrors.refused(id, e, "variables");
    }
  }
}

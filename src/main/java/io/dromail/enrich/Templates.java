package io.dromail.enrich;

import com.fasterxml.jackson.databind.JsonNode;
import freemarker.template.Configuration;
import io.dromail.mail.Envelope;
import io.dromail.mail.Mail;
import io.dromail.mail.MailJson;
import io.dromail.mail.Refused;
import io.dromail.mail.Renewable;
import io.dromail.mail.Renewal;
import io.dromail.mail.TemplateCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.camel.component.freemarker.FreemarkerConstants;

/**
 * The templates: which there are, what variables they want, which parts they have. Looks at the
 * files anew when they change, until the first renewal: from then on only folders count that were
 * checked as a whole. Thread-safe.
 */
public final class Templates implements Renewable {

  private final ThreadLocal<Opened> opened = new ThreadLocal<>();
  private volatile TemplateRoot root;

  /** Over the folder that has one folder a template. */
  public Templates(String directory) {
    root = TemplateRoot.edited(Path.of(directory));
  }

  /**
   * Refuses a mail whose template doesn't exist or whose variables don't fit the template's schema,
   * at the door, while its sender still listens.
   *
   * @return the mail as it came
   */
  public Mail check(Mail mail) throws Refused {
    TemplateCall call = mail.template();
    if (call == null) {
      return mail;
    }
    TemplateRoot.Known template = find(call.id());
    if (template == null) {
      throw Refused.field("unknown_template", "template.id", "there is no template " + call.id());
    }
    if (template.schema() == null) {
      return mail;
    }
    JsonNode variables = MailJson.mapper().valueToTree(call.variables());
    List<Refused.Detail> details =
        template.schema().validate(variables).stream()
            .map(
                error ->
                    new Refused.Detail(
                        "template.variables"
                            + error.getInstanceLocation().toString().substring(1)
                            + (error.getProperty() == null ? "" : "." + error.getProperty()),
                        error.getMessage().replaceFirst("^\\$[^:]*: ", "")))
            .toList();
    if (!details.isEmpty()) {
      throw new Refused(
          422,
          "template_error",
          "template " + call.id() + ": " + details.get(0).field() + ": " + details.get(0).reason(),
          details);
    }
    return mail;
  }

  /**
   * Refuses a rendering whose template doesn't exist (404) or whose variables don't fit; the fields
   * are those of a request that has the variables at its top.
   *
   * @return the mail as it came
   */
  public Mail checkAlone(Mail mail) throws Refused {
    String id = mail.template().id();
    if (find(id) == null) {
      throw Refused.because(404, "not_found", "There is no template " + id + ".");
    }
    try {
      return check(mail);
    } catch (Refused e) {
      List<Refused.Detail> details =
          e.details().stream()
              .map(
                  detail ->
                      new Refused.Detail(
                          detail.field().replaceFirst("^template\\.", ""), detail.reason()))
              .toList();
      String message = e.getMessage().replaceFirst(": template\\.variables", ": variables");
      throw new Refused(e.status(), e.name(), message, details);
    }
  }

  /** Refuses a batch if the template of one of its mails doesn't fit; see {@link #check}. */
  public List<Mail> checkAll(List<Mail> mails) throws Refused {
    for (int i = 0; i < mails.size(); i++) {
      try {
        check(mails.get(i));
      } catch (Refused e) {
        throw e.under("[" + i + "].");
      }
    }
    return mails;
  }

  /**
   * Lays out what the rendering steps of the route need: the model, which parts the template has,
   * and the file of each in the mail's language ({@code subjectFile}, {@code htmlFile}, {@code
   * textFile}).
   */
  public void open(Exchange exchange, @Variable("envelope") Envelope envelope)
      throws UnknownTemplate {
    Mail mail = envelope.mail();
    TemplateCall call = mail.template();
    TemplateRoot in = root;
    TemplateRoot.Known template = in.find(call.id());
    if (template == null) {
      throw new UnknownTemplate(call.id());
    }
    exchange.getMessage().setHeader(FreemarkerConstants.FREEMARKER_DATA_MODEL, call.variables());
    String subject = template.file("subject.ftl", mail.locale());
    String text = template.file("body.txt.ftl", mail.locale());
    String html = template.file(TemplateRoot.HTML, mail.locale());
    opened.set(new Opened(in, new HashSet<>(Arrays.asList(subject, html, text))));
    exchange.setVariable("subjectFile", subject);
    exchange.setVariable("htmlFile", html);
    exchange.setVariable("textFile", text);
    exchange.setVariable("hasText", text != null);
    exchange.setVariable("hasSubject", subject != null && mail.subject() == null);
  }

  /** A template, or null if there is none of that name. */
  TemplateRoot.Known find(String id) {
    return root.find(id);
  }

  /** What the templates are read from now. */
  TemplateRoot root() {
    return root;
  }

  /**
   * What a file is rendered with: the parts of a mail with what it was opened in, even if that was
   * replaced in between.
   */
  Configuration configuration(String file) throws IOException {
    Opened mail = opened.get();
    return (mail != null && mail.files.remove(file) ? mail.in : root).configuration();
  }

  @Override
  public Renewal renew(Path routes, Path templates) throws BadTemplate, IOException {
    TemplateRoot before = root;
    TemplateRoot next = TemplateRoot.checked(templates);
    return new Renewal() {
      @Override
      public void begin() {
        root = next;
      }

      @Override
      public void end() {
        // Mails that were opened in the old one let go of it by themselves.
      }

      @Override
      public void back() {
        root = before;
      }
    };
  }

  /** Those files of a mail's template that this thread will render next. */
  private record Opened(TemplateRoot in, Set<String> files) {}
}

package io.dromail.enrich;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.regex.RegularExpression;
import io.dromail.mail.Envelope;
import io.dromail.mail.Mail;
import io.dromail.mail.MailJson;
import io.dromail.mail.Refused;
import io.dromail.mail.TemplateCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.camel.component.freemarker.FreemarkerConstants;

/**
 * The folder of templates: which there are, what variables they want, which parts they have. Looks
 * at the files anew when they change. Thread-safe.
 */
public final class Templates {

  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);
  private static final SchemaValidatorsConfig PATHS =
      SchemaValidatorsConfig.builder()
          .pathType(PathType.LEGACY)
          .locale(Locale.ENGLISH)
          .regularExpressionFactory(Templates::wholeText)
          .build();

  private final Path directory;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /** Over the folder that has one folder a template. */
  public Templates(String directory) {
    this.directory = Path.of(directory);
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
    Known template = find(call.id());
    if (template == null) {
      throw Refused.field("unknown_template", "template.id", "there is no template " + call.id());
    }
    if (template.schema == null) {
      return mail;
    }
    JsonNode variables = MailJson.mapper().valueToTree(call.variables());
    List<Refused.Detail> details =
        template.schema.validate(variables).stream()
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

  /** Refuses a batch if the template of one of its mails doesn't fit; see {@link #check}. */
  public List<Mail> checkAll(List<Mail> mails) throws Refused {
    for (int i = 0; i < mails.size(); i++) {
      try {
        check(mails.get(i));
      } catch (Refused e) {
        String index = "[" + i + "].";
        List<Refused.Detail> details =
            e.details().stream()
                .map(detail -> new Refused.Detail(index + detail.field(), detail.reason()))
                .toList();
        throw new Refused(e.status(), e.name(), index + e.getMessage(), details);
      }
    }
    return mails;
  }

  /**
   * Lays out what the rendering steps of the route need: the model, the template's name, and which
   * parts it has ({@code subject}, {@code html}, {@code text}).
   */
  public void open(Exchange exchange, @Variable("envelope") Envelope envelope)
      throws UnknownTemplate {
    Mail mail = envelope.mail();
    TemplateCall call = mail.template();
    Known template = find(call.id());
    if (template == null) {
      throw new UnknownTemplate(call.id());
    }
    exchange.getMessage().setHeader(FreemarkerConstants.FREEMARKER_DATA_MODEL, call.variables());
    exchange.setVariable("hasText", template.text);
    exchange.setVariable("hasSubject", template.subject && mail.subject() == null);
  }

  /** A final {@code $} is the end of the text, as in ECMA-262, and not before a last line end. */
  private static RegularExpression wholeText(String ecma) {
    Pattern pattern = Pattern.compile(ecma.replaceFirst("(?<!\\\\)\\$\\z", "\\\\z"));
    return text -> pattern.matcher(text).find();
  }

  private Known find(String id) {
    Known template = known.get(id);
    long now = System.nanoTime();
    if (template == null || now - template.seenAt > 1_000_000_000L) {
      template = look(id, template, now);
      if (template == null) {
        known.remove(id);
      } else {
        known.put(id, template);
      }
    }
    return template;
  }

  private Known look(String id, Known before, long now) {
    Path folder = directory.resolve(id);
    if (!id.matches("[a-z0-9][a-z0-9_-]*") || !Files.exists(folder.resolve("body.html.ftlh"))) {
      return null;
    }
    Path file = folder.resolve("variables.schema.json");
    JsonSchema schema = null;
    FileTime changed = null;
    try {
      if (Files.exists(file)) {
        changed = Files.getLastModifiedTime(file);
        schema =
            before != null && changed.equals(before.changed)
                ? before.schema
                : SCHEMAS.getSchema(MailJson.mapper().readTree(file.toFile()), PATHS);
      }
    } catch (IOException unreadable) {
      throw new IllegalStateException(file + " is not a JSON schema", unreadable);
    }
    return new Known(
        Files.exists(folder.resolve("subject.ftl")),
        Files.exists(folder.resolve("body.txt.ftl")),
        schema,
        changed,
        now);
  }

  private record Known(
      boolean subject, boolean text, JsonSchema schema, FileTime changed, long seenAt) {}
}

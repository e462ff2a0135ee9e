package io.dromail.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.mail.Mail;
import io.dromail.mail.MailJson;
import io.dromail.mail.Refused;
import io.dromail.mail.Refused.Detail;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * Reads a request: JSON, then the contract's schema, then what a schema can't say. Thread-safe;
 * both doors use it, so that they refuse the same.
 */
public final class MailReader {

  private static final RequestSchema EMAIL = new RequestSchema("Email");
  private static final RequestSchema BATCH = new RequestSchema("EmailBatch");

  private final MailRules rules;

  /** With the rules beyond the schema. */
  public MailReader(MailRules rules) {
    this.rules = rules;
  }

  /**
   * Reads one mail.
   *
   * @throws Refused as the contract has it
   */
  public Mail read(@Body byte[] request, @Variable("tenant") String tenant) throws Refused {
    return read(parse(request), request.length, tenant);
  }

  /** Reads one mail that is parsed already. */
  Mail read(JsonNode request, int bytes, String tenant) throws Refused {
    NulCheck.refuse(request);
    refuse(EMAIL.check(request, bytes));
    return rules.apply(bind(request, ""), tenant, "");
  }

  /** Reads a batch; one bad mail refuses them all, with its index in the field. */
  public List<Mail> readBatch(@Body byte[] request, @Variable("tenant") String tenant)
      throws Refused {
    JsonNode array = parse(request);
    NulCheck.refuse(array);
    refuse(BATCH.check(array, request.length));
    List<Mail> mails = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      String prefix = "[" + i + "].";
      mails.add(rules.apply(bind(array.get(i), prefix), tenant, prefix));
    }
    return mails;
  }

  private static JsonNode parse(byte[] request) throws Refused {
    try {
      JsonNode node = request == null ? null : MailJson.mapper().readTree(request);
      if (node != null && !node.isMissingNode()) {
        return node;
      }
      throw Refused.because(400, "invalid_json", "The body is empty.");
    } catch (JsonProcessingException e) {
      throw Refused.because(
          400,
          "invalid_json",
          "The body is not JSON: line %d, column %d: %s"
              .formatted(
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 1 : e.getLocation().getColumnNr(),
                  e.getOriginalMessage()));
    } catch (IOException e) {
      throw Refused.because(400, "invalid_json", "The body can't be read.");
    }
  }

  /** Binds what the schema has passed; what may still fail is base64. */
  private static Mail bind(JsonNode request, String prefix) throws Refused {
    try {
      return MailJson.mapper().treeToValue(request, Mail.class);
    } catch (JsonMappingException e) {
      StringBuilder field = new StringBuilder(prefix);
      e.getPath()
          .forEach(
              step ->
                  field.append(
                      step.getIndex() >= 0
                          ? "[" + step.getIndex() + "]"
                          : (field.length() > prefix.length() ? "." : "") + step.getFieldName()));
      throw Refused.field(name(field.toString()), field.toString(), "is not valid base64");
    } catch (JsonProcessingException e) {
      throw Refused.because(400, "invalid_json", "The body can't be read.");
    }
  }

  private static void refuse(List<Detail> details) throws Refused {
    if (details.isEmpty()) {
      return;
    }
    Detail first = details.get(0);
    boolean missing = first.reason().equals("is required");
    throw new Refused(
        422,
        missing ? "missing_required_field" : name(first.field()),
        (first.field().isEmpty() ? "The body" : first.field()) + " " + first.reason() + ".",
        details);
  }

  /** The name of the contract for a mistake in a field. */
  static String name(String field) {
    String top =
        field.replaceFirst("^\\[\\d+]\\.?", "").toLowerCase(Locale.ROOT).split("[.\\[]", 2)[0];
    return switch (top) {
      case "from" -> "invalid_from_address";
      case "to", "cc", "bcc", "reply_to" -> "invalid_recipient";
      case "attachments" -> "invalid_attachment";
      case "headers" -> "invalid_header";
      default -> "invalid_parameter";
    };
  }
}

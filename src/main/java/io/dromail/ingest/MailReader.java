package io.dromail.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.mail.Mail;
import io.dromail.mail.MailJson;
import io.dromail.mail.Refused;
import io.dromail.mail.Refused.Detail;
import io.dromail.mail.Spool;
import io.dromail.mail.SpoolUnavailable;
import io.dromail.mail.SpooledContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;

/**
 * Reads a request: JSON, then the contract's schema, then what a schema can't say. Thread-safe;
 * both doors use it, so that they refuse the same.
 */
public final class MailReader {

  private static final RequestSchema EMAIL = new RequestSchema("Email");
  private static final ObjectReader WHOLE = MailJson.mapper().reader();
  private static final RequestSchema BATCH = new RequestSchema("EmailBatch");

  private final MailRules rules;
  private final Spool spool;

  /** Without a spool: requests are held in memory as a whole. */
  public MailReader(MailRules rules) {
    this(rules, Spool.none());
  }

  /** With the rules beyond the schema, and the spool for large contents. */
  public MailReader(MailRules rules, Spool spool) {
    this.rules = rules;
    this.spool = spool;
  }

  /** Where large contents go while a request is parsed. */
  Spool spool() {
    return spool;
  }

  /**
   * Reads one mail; if it's a dry run, the variable {@code dryRun} is true.
   *
   * @throws Refused as the contract has it
   * @throws IOException if the spool doesn't take its attachments
   */
  public Mail read(Exchange exchange, @Variable("tenant") String tenant)
      throws Refused, IOException {
    Mail mail = read(RequestSource.of(exchange), tenant);
    if (mail.dryRun()) {
      exchange.setVariable("dryRun", true);
    }
    return mail;
  }

  Mail read(byte[] request, String tenant) throws Refused, IOException {
    return read(RequestSource.of(request), tenant);
  }

  private Mail read(RequestSource request, String tenant) throws Refused, IOException {
    JsonNode json = parse(request);
    NulCheck.refuse(json, request);
    return read(json, request.size(), tenant);
  }

  /**
   * Reads one mail where only mails that shall be sent have business.
   *
   * @throws Refused as the contract has it, and for a dry run
   * @throws IOException if the spool doesn't take its attachments
   */
  public Mail readToSend(Exchange exchange, @Variable("tenant") String tenant)
      throws Refused, IOException {
    return toSend(read(exchange, tenant), "");
  }

  /** Reads one mail that is parsed already, and shall be sent. */
  Mail readToSend(JsonNode request, String tenant) throws Refused, IOException {
    NulCheck.refuse(request, "");
    return toSend(read(request, 0, tenant), "");
  }

  private Mail read(JsonNode request, long bytes, String tenant) throws Refused, IOException {
    refuse(EMAIL.check(request, bytes));
    return rules.apply(bind(request, ""), tenant, "");
  }

  /** Reads a batch; one bad mail refuses them all, with its index in the field. */
  public List<Mail> readBatch(Exchange exchange, @Variable("tenant") String tenant)
      throws Refused, IOException {
    return readBatch(RequestSource.of(exchange), tenant);
  }

  List<Mail> readBatch(byte[] request, String tenant) throws Refused, IOException {
    return readBatch(RequestSource.of(request), tenant);
  }

  private List<Mail> readBatch(RequestSource request, String tenant) throws Refused, IOException {
    JsonNode array = parse(request);
    NulCheck.refuse(array, request);
    refuse(BATCH.check(array, request.size()));
    List<Mail> mails = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      String prefix = "[" + i + "].";
      mails.add(toSend(rules.apply(bind(array.get(i), prefix), tenant, prefix), prefix));
    }
    return mails;
  }

  private static Mail toSend(Mail mail, String prefix) throws Refused {
    if (mail.dryRun()) {
      throw Refused.field(
          "invalid_parameter",
          prefix + "dry_run",
          "is for a single mail at POST /v1/emails; what comes here is sent");
    }
    return mail;
  }

  JsonNode parse(RequestSource request) throws Refused, SpoolUnavailable {
    try (JsonParser parser = SpoolingParser.of(request, spool)) {
      JsonNode node = SpoolingParser.tree(WHOLE, parser);
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
    } catch (SpoolUnavailable e) {
      throw e;
    } catch (IOException e) {
      throw Refused.because(400, "invalid_json", "The body can't be read.");
    }
  }

  /** Binds what the schema has passed; what may still fail is base64. */
  static Mail bind(JsonNode request, String prefix) throws Refused {
    try {
      putSpooled(request.path("attachments"), prefix);
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

  /** Puts what the spool has of attachments in the place of their contents. */
  private static void putSpooled(JsonNode attachments, String prefix) throws Refused {
    for (int i = 0; i < attachments.size(); i++) {
      String field = prefix + "attachments[" + i + "]";
      if (attachments.get(i) instanceof ObjectNode attachment
          && attachment.get("content") instanceof SpooledText text) {
        SpooledContent content = text.content(field + ".content");
        String wanted = attachment.path("sha256").textValue();
        AttachmentFiles.checkDigest(wanted, content.sha256(), field);
        attachment.remove("content");
        attachment.put("sha256", content.sha256()).put("size", content.size());
      }
    }
  }

  static void refuse(List<Detail> details) throws Refused {
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

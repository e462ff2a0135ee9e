package io.dromail.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.mail.Mail;
import io.dromail.mail.MailJson;
import io.dromail.mail.Refused;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Header;

/** Reads a request that wants a template rendered, and no mail sent. Thread-safe. */
public final class RenderingReader {

  private static final RequestSchema RENDERING = new RequestSchema("Rendering");

  private final MailReader reader;

  /** Parses as that one does. */
  public RenderingReader(MailReader reader) {
    this.reader = reader;
  }

  /**
   * Reads it.
   *
   * @param id the template, from the path
   * @return a mail that has its template and its locale, and nobody who could get it
   */
  public Mail read(Exchange exchange, @Header("id") String id) throws Refused, IOException {
    return read(RequestSource.of(exchange), id);
  }

  Mail read(RequestSource source, String id) throws Refused, IOException {
    JsonNode request = reader.parse(source);
    NulCheck.refuse(request, source);
    MailReader.refuse(RENDERING.check(request, source.size()));
    ObjectNode mail = MailJson.mapper().createObjectNode();
    ObjectNode template = mail.putObject("template").put("id", id);
    template.set("variables", request.get("variables"));
    mail.set("locale", request.get("locale"));
    return MailReader.bind(mail, "");
  }
}

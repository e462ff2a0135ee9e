package io.dromail.enrich;

import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import io.dromail.benchmarks.Order;
import io.dromail.mail.Envelope;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** Renders a mail's template as the route {@code render} does, without the route. */
public final class Rendering {

  private final CamelContext context = new DefaultCamelContext();
  private final Templates templates = new Templates(Order.templates().toString());
  private final Configuration configuration;

  /** Parses nothing yet. */
  public Rendering() throws IOException {
    configuration = TemplateConfiguration.over(templates);
  }

  /** Renders the subject and the HTML. */
  public Rendered render(Envelope envelope) throws UnknownTemplate, IOException, TemplateException {
    Exchange exchange = new DefaultExchange(context);
    templates.open(exchange, envelope);
    Map<String, Object> variables = envelope.mail().template().variables();
    return new Rendered(
        render(exchange.getVariable("subjectFile", String.class), variables),
        render(exchange.getVariable("htmlFile", String.class), variables));
  }

  private String render(String file, Map<String, Object> variables)
      throws IOException, TemplateException {
    StringWriter out = new StringWriter();
    configuration.getTemplate(file, Locale.ROOT).process(variables, out);
    return out.toString();
  }

  /** What the template gave. */
  public record Rendered(String subject, String html) {}
}

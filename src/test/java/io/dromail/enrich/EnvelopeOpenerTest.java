package io.dromail.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.mail.Envelope;
import io.dromail.mail.Mail;
import io.dromail.mail.MailJson;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class EnvelopeOpenerTest {

  @Test
  void laysOutWhatTheLaneDecidesOn() throws Exception {
    Exchange exchange = opened("{\"template\": {\"id\": \"welcome\"}}");

    assertThat(exchange.getVariable("id")).isEqualTo("1");
    assertThat(exchange.getVariable("template")).isEqualTo("welcome");
    assertThat(exchange.getVariable("envelope")).isInstanceOf(Envelope.class);
  }

  @Test
  void knowsNoTemplateWithoutOne() throws Exception {
    assertThat(opened("{\"text\": \"It works.\"}").getVariable("template")).isNull();
  }

  private static Exchange opened(String mail) throws Exception {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange
        .getMessage()
        .setBody(
            new Envelope(
                "1",
                "<1@example.com>",
                "shop",
                "bulk",
                "1",
                Instant.EPOCH,
                MailJson.mapper().readValue(mail, Mail.class)));
    new EnvelopeOpener().process(exchange);
    return exchange;
  }
}

package io.dromail.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class AcceptedMailsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AcceptedMails acceptedMails = new AcceptedMails(registry);

  @Test
  void countsByLane() {
    acceptedMails.process(mailOf("bulk"));
    acceptedMails.process(mailOf("transactional"));
    acceptedMails.process(mailOf("bulk"));

    assertThat(countOf("bulk")).isEqualTo(2);
    assertThat(countOf("transactional")).isEqualTo(1);
  }

  private double countOf(String lane) {
    return registry.get("dromail.mails.accepted").tag("lane", lane).counter().count();
  }

  private static Exchange mailOf(String lane) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.setVariable("lane", lane);
    return exchange;
  }
}

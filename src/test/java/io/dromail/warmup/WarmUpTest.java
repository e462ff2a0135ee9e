package io.dromail.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WarmUpTest {

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final WarmUp warmUp = new WarmUp();
  private String request;
  private boolean broken;

  @BeforeEach
  void start() throws Exception {
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            from("direct:turn").process(warmUp).process(WarmUpTest.this::take);
          }
        });
    camel.start();
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  @Test
  void givesARequestAsOftenAsNothingElseIsInWork() {
    turn();
    assertThat(request).contains("\"from\"");

    Exchange mail = new DefaultExchange(camel);
    camel.getInflightRepository().add(mail);
    assertThat(turn()).isNull();
    camel.getInflightRepository().remove(mail);

    assertThat(turn()).isNotNull();
    assertThat(warmUp.made()).isEqualTo(2);
  }

  @Test
  void endsWithTheFirstMailThatFails() {
    broken = true;
    assertThat(turn()).isNotNull();
    broken = false;

    assertThat(turn()).isNull();
    assertThat(warmUp.made()).isZero();
  }

  private String turn() {
    request = null;
    camel.createFluentProducerTemplate().to("direct:turn").send();
    return request;
  }

  private void take(Exchange exchange) {
    request = new String(exchange.getMessage().getBody(byte[].class), StandardCharsets.UTF_8);
    if (broken) {
      throw new IllegalStateException("broken");
    }
  }
}

package io.dromail.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteAddressTest {

  @ParameterizedTest
  @CsvSource({
    "direct://accept, direct:accept",
    "platform-http:///v1/emails?httpMethodRestrict=POST&consumes=application/json, POST /v1/emails",
    "platform-http://v1/emails/%7Bid%7D?httpMethodRestrict=GET, GET /v1/emails/{id}",
    "spring-rabbitmq://mail?concurrentConsumers=4&queues=mail.bulk, queue:mail.bulk",
    "timer://spool?period=1, timer:spool",
  })
  void tellsWhereARouteTakesFrom(String uri, String address) {
    assertThat(RouteAddress.from(uri)).isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource({
    "direct:accept, direct:accept",
    "spring-rabbitmq:mail, exchange:mail",
    "spring-rabbitmq:default?routingKey=mail.journal, queue:mail.journal",
    "spring-rabbitmq:default, queue:mail.*",
    "https://example.com/hook?token=secret, https:example.com/hook",
    "smtp://user:password@host:25, smtp:host:25",
  })
  void tellsWhereAStepSendsToWithoutSecrets(String uri, String address) {
    assertThat(RouteAddress.to(uri)).isEqualTo(address);
  }
}

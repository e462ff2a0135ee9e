package io.dromail.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerUrlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          amqp://rabbit.example                     | rabbit.example:5672               | guest | guest | /      | false
          amqp://rabbit.example/                    | rabbit.example:5672               | guest | guest | /      | false
          amqps://rabbit.example                    | rabbit.example:5671               | guest | guest | /      | true
          amqp://rabbit.example:1234/mails          | rabbit.example:1234               | guest | guest | mails  | false
          amqp://rabbit.example/%2F                 | rabbit.example:5672               | guest | guest | /      | false
          amqp://rabbit.example/a%2Fb               | rabbit.example:5672               | guest | guest | a/b    | false
          amqp://ada:secret@rabbit.example          | rabbit.example:5672               | ada   | secret | /     | false
          amqp://ada@rabbit.example                 | rabbit.example:5672               | ada   | ''    | /      | false
          amqp://a%40b:x%2Fy%3A+z@rabbit.example/v  | rabbit.example:5672               | a@b   | x/y:+z | v     | false
          amqp://ada:a:b@rabbit.example             | rabbit.example:5672               | ada   | a:b   | /      | false
          amqp://u:p@a.example,b.example:1,c/v      | a.example:5672,b.example:1,c:5672 | u     | p     | v      | false
          amqps://u:p@a,b:1                         | a:5671,b:1                        | u     | p     | /      | true
          amqp://[::1]:5673                         | [::1]:5673                        | guest | guest | /      | false
          amqp://[::1]                              | [::1]:5672                        | guest | guest | /      | false
          """)
  void readsWhereAndAsWhom(
      String url, String addresses, String user, String password, String vhost, boolean tls) {
    assertThat(BrokerUrl.parse(url))
        .isEqualTo(new BrokerUrl(addresses, user, password, vhost, tls));
  }

  @Test
  void printsNoLogin() {
    assertThat(BrokerUrl.parse("amqp://ada:secret@rabbit.example/v").toString())
        .contains("rabbit.example:5672")
        .doesNotContain("ada", "secret");
  }
}

package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.testing.BrokerKind;
import io.dromail.testing.ReceivedMail;
import jakarta.mail.Address;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Who a mail is from and to: in its envelope and in its header. */
class AddressesTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {

    @Test
    void writesSenderIntoEnvelopeAndHeader() throws MessagingException {
      ReceivedMail mail = house.deliver(mail("'from': 'Example Shop <shop@example.com>'"));

      assertThat(mail.envelopeFrom()).isEqualTo("shop@example.com");
      assertThat(named(mail.message().getFrom()))
          .containsExactly("Example Shop <shop@example.com>");
    }

    @Test
    void takesSenderAsObjectWithNameInAnyScript() throws MessagingException {
      ReceivedMail mail =
          house.deliver(mail("'from': {'email': 'shop@example.com', 'name': '商店, \"Ünï\"'}"));

      assertThat(named(mail.message().getFrom())).containsExactly("商店, \"Ünï\" <shop@example.com>");
      assertThat(mail.header("From")).get().asString().matches("[ -~]+");
    }

    @Test
    void addressesEverybodyAndHidesBlindCopies() throws MessagingException {
      ReceivedMail mail =
          house.deliver(
              mail(
                  """
                  'to': ['Ada <ada@example.org>', {'email': 'bob@example.org'}],
                  'cc': {'email': 'cleo@example.org', 'name': 'Cleo'},
                  'bcc': ['hidden@example.org', 'Secret <secret@example.net>']
                  """));

      assertThat(mail.recipients())
          .containsExactly(
              "ada@example.org",
              "bob@example.org",
              "cleo@example.org",
              "hidden@example.org",
              "secret@example.net");
      assertThat(named(mail.message().getRecipients(RecipientType.TO)))
          .containsExactly("Ada <ada@example.org>", "bob@example.org");
      assertThat(named(mail.message().getRecipients(RecipientType.CC)))
          .containsExactly("Cleo <cleo@example.org>");
      assertThat(mail.message().getHeader("Bcc")).isNull();
      assertThat(new String(mail.raw(), StandardCharsets.UTF_8))
          .doesNotContainIgnoringCase("hidden@")
          .doesNotContainIgnoringCase("secret");
    }

    @Test
    void writesAllReplyToAddresses() throws MessagingException {
      ReceivedMail mail =
          house.deliver(mail("'reply_to': ['Service <service@example.com>', 'two@example.com']"));

      assertThat(named(mail.message().getReplyTo()))
          .containsExactly("Service <service@example.com>", "two@example.com");
      assertThat(mail.recipients()).containsExactly("ada@example.org");
    }

    @Test
    void writesInternationalDomainsInAscii() throws MessagingException {
      ReceivedMail mail = house.deliver(mail("'to': 'ada@bücher.example'"));

      assertThat(mail.recipients()).containsExactly("ada@xn--bcher-kva.example");
      assertThat(named(mail.message().getRecipients(RecipientType.TO)))
          .containsExactly("ada@xn--bcher-kva.example");
    }

    @Test
    void takesFiftyRecipientsInOneMail() {
      List<String> all =
          Stream.iterate(1, i -> i + 1).limit(50).map(i -> "r" + i + "@example.org").toList();
      String json = "['" + String.join("', '", all) + "']";

      assertThat(house.deliver(mail("'to': " + json)).recipients()).isEqualTo(all);
    }

    private static List<String> named(Address... addresses) {
      return Stream.of(addresses)
          .map(InternetAddress.class::cast)
          .map(
              a ->
                  a.getPersonal() == null
                      ? a.getAddress()
                      : a.getPersonal() + " <" + a.getAddress() + ">")
          .toList();
    }
  }
}

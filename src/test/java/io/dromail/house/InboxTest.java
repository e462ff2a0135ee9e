package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static io.dromail.house.Requests.mailTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.JobFolder;
import io.dromail.testing.ReceivedMail;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The second door: files in a folder, what becomes of them, and their receipts. */
class InboxTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {

    private JobFolder inbox;

    @BeforeEach
    void openFolder() {
      inbox = new JobFolder(house.inbox());
    }

    @Test
    void takesFileWithOneMail() {
      inbox.drop("one.json", mailTo("one@example.org").toString());

      JsonNode receipt = inbox.awaitReceipt("done/one.accepted.json");
      assertThat(receipt.get("file").asText()).isEqualTo("one.json");
      assertThat(receipt.get("count").asInt()).isEqualTo(1);
      assertThat(receipt.at("/accepted/0/index").asInt()).isZero();
      String id = receipt.at("/accepted/0/id").asText();
      assertThat(UUID.fromString(id).version()).isEqualTo(8);
      assertThat(UUID.fromString(id).variant()).isEqualTo(2);
      assertThat(house.awaitMail("<" + id + "@example.com>").recipients())
          .containsExactly("one@example.org");
      inbox.awaitGone("one.json");
      assertThat(inbox.read("done/one.json")).contains("one@example.org");
      assertThat(inbox.has("done/one.rejected.json")).isFalse();
    }

    @Test
    void refusesTheBadMailAlone() {
      inbox.drop(
          "mixed.json",
          emails(
              mailTo("a@example.org"),
              mailTo("not an address"),
              mail("'bogus': 1"),
              mailTo("d@example.org")));

      JsonNode rejected = inbox.awaitReceipt("done/mixed.rejected.json");
      assertThat(rejected.get("count").asInt()).isEqualTo(2);
      assertThat(rejected.get("rejected").findValuesAsText("index"))
          .containsExactlyInAnyOrder("1", "2");
      assertThat(rejected.get("rejected").findValuesAsText("name"))
          .containsExactlyInAnyOrder("invalid_recipient", "invalid_parameter");
      assertThat(rejected.findValuesAsText("field")).containsExactlyInAnyOrder("to[0]", "bogus");
      assertThat(
              inbox
                  .awaitReceipt("done/mixed.accepted.json")
                  .get("accepted")
                  .findValuesAsText("index"))
          .containsExactlyInAnyOrder("0", "3");
      assertThat(house.smtp().awaitMails(2, SOON))
          .flatExtracting(ReceivedMail::recipients)
          .containsExactlyInAnyOrder("a@example.org", "d@example.org");
    }

    @Test
    void rejectsFileWithoutAGoodMail() {
      inbox.drop("bad.json", emails(mailTo("bad")));

      JsonNode receipt = inbox.awaitReceipt("rejected/bad.rejected.json");
      assertThat(receipt.at("/rejected/0/statusCode").asInt()).isEqualTo(422);
      inbox.awaitGone("bad.json");
      assertThat(inbox.has("rejected/bad.json")).isTrue();
      assertThat(inbox.has("rejected/bad.accepted.json")).isFalse();
    }

    @Test
    void sendsWhatStandsBeforeMalformedJson() {
      inbox.drop(
          "broken.json", "{\"emails\": [" + mailTo("a@example.org") + ",\n{\"from\": oops}, {}]}");

      JsonNode rejected = inbox.awaitReceipt("done/broken.rejected.json");
      assertThat(rejected.at("/rejected/0/index").asInt()).isEqualTo(1);
      assertThat(rejected.at("/rejected/0/name").asText()).isEqualTo("invalid_json");
      assertThat(rejected.at("/rejected/0/message").asText()).contains("line 2");
      assertThat(house.smtp().awaitMails(1, SOON)).hasSize(1);
    }

    @Test
    void rejectsWhatIsNoJobFile() {
      inbox.drop("array.json", "[" + mailTo("a@example.org") + "]");
      inbox.drop("text.json", "hello");
      inbox.drop("extra.json", "{\"emails\": [], \"x\": 1}");
      inbox.drop("nul.json", mail("'subject': 'a\\u0000'").toString());

      for (String name : List.of("array", "text", "extra", "nul")) {
        assertThat(inbox.awaitReceipt("rejected/" + name + ".rejected.json").get("count").asInt())
            .as(name)
            .isEqualTo(1);
      }
    }

    @Test
    void refusesNulInTemplateVariablesAsTheOtherDoorDoes() {
      inbox.drop(
          "nul-variable.json",
          Requests.template("welcome", "{'username': 'a\\u0000b', 'link': 'https://a.example'}")
              .toString());

      inbox.awaitReceipt("rejected/nul-variable.rejected.json");
    }

    @Test
    void givesTheSameIdsToTheSameContent() {
      String job = emails(mailTo("a@example.org"), mailTo("b@example.org"));
      inbox.drop("stable-1.json", job);
      JsonNode first = inbox.awaitReceipt("done/stable-1.accepted.json");
      inbox.drop("stable-2.json", job);
      JsonNode second = inbox.awaitReceipt("done/stable-2.accepted.json");
      inbox.drop("stable-3.json", job + " ");
      JsonNode other = inbox.awaitReceipt("done/stable-3.accepted.json");

      assertThat(ids(first)).hasSize(2).doesNotHaveDuplicates();
      assertThat(ids(second)).containsExactlyInAnyOrderElementsOf(ids(first));
      assertThat(ids(other)).doesNotContainAnyElementsOf(ids(first));
    }

    private static String emails(Object... mails) {
      return "{\"emails\": " + List.of(mails) + "}";
    }

    private static List<String> ids(JsonNode receipt) {
      return receipt.get("accepted").findValuesAsText("id");
    }
  }
}

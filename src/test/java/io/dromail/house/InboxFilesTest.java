package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static io.dromail.house.Requests.mailTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.JobFolder;
import io.dromail.testing.ReceivedMail;
import io.dromail.testing.Ticker;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The files of the inbox: which are taken, when, and where they end. */
class InboxFilesTest {

  @Nested
  @On(BrokerKind.EMBEDDED)
  class OnEmbeddedBroker extends Cases {}

  @Nested
  @On(BrokerKind.RABBITMQ)
  class OnRabbitMq extends Cases {}

  abstract static class Cases extends HouseCases {

    private JobFolder inbox;

    /** As shipped: a writer may be slow for a while, and isn't done yet. */
    @Override
    Map<String, String> settings() {
      return Map.of("dromail.inbox.quiet-ms", "1000");
    }

    @BeforeEach
    void openFolder() {
      inbox = new JobFolder(house.inbox());
    }

    @Test
    void rejectsEmptyFile() {
      inbox.drop("empty.json", "");

      inbox.awaitReceipt("rejected/empty.rejected.json");
      inbox.awaitGone("empty.json");
    }

    @Test
    void keepsBothOfTwoNamesakes() {
      inbox.drop("same.json", mailTo("first@example.org").toString());
      inbox.awaitReceipt("done/same.accepted.json");
      inbox.awaitGone("same.json");
      inbox.drop("same.json", mailTo("second@example.org").toString());
      inbox.awaitReceipt("done/same-2.accepted.json");
      inbox.awaitGone("same.json");

      assertThat(inbox.read("done/same.json")).contains("first@example.org");
      assertThat(inbox.read("done/same-2.json")).contains("second@example.org");
      house.smtp().awaitMails(2, SOON);
    }

    @Test
    void ignoresFilesThatAreNotReady() {
      String job = mailTo("early@example.org").toString();
      List<String> names =
          List.of("a.tmp", "b.json.tmp", "c.part", "d.json.part", ".e.json", "f.txt", "sub/g.json");
      names.forEach(name -> inbox.write(name, job));
      inbox.drop("ready.json", mailTo("ready@example.org").toString());
      inbox.awaitReceipt("done/ready.accepted.json");
      inbox.drop("later.json", mailTo("later@example.org").toString());
      inbox.awaitReceipt("done/later.accepted.json");

      assertThat(house.smtp().awaitMails(2, SOON))
          .flatExtracting(ReceivedMail::recipients)
          .containsExactly("ready@example.org", "later@example.org");
      assertThat(names).allMatch(inbox::has);
    }

    @Test
    void waitsForFileThatIsStillWritten() {
      int last = 60;
      inbox.write("growing.json", "{\"emails\": [");
      int[] count = {0};
      try (Ticker writer =
          Ticker.every(
              25,
              () -> {
                if (count[0]++ < last) {
                  inbox.append(
                      "growing.json",
                      mailTo("r" + count[0] + "@example.org") + (count[0] < last ? "," : "]}"));
                }
              })) {
        JsonNode receipt = inbox.awaitReceipt("done/growing.accepted.json");
        assertThat(receipt.get("count").asInt()).isEqualTo(last);
      }
      assertThat(inbox.has("done/growing.rejected.json")).isFalse();
      house.smtp().awaitMails(last, SOON);
    }

    @Test
    void readsLongFile() {
      String job = emails(Collections.nCopies(1_000, mail("")).toArray(Object[]::new));
      inbox.drop("long.json", job);

      JsonNode receipt = inbox.awaitReceipt("done/long.accepted.json");
      assertThat(ids(receipt)).hasSize(1_000).doesNotHaveDuplicates();
      house.smtp().awaitMails(1_000, SOON.multipliedBy(2));
      assertThat(house.smtp().messageIds()).hasSize(1_000);
    }

    private static String emails(Object... mails) {
      return "{\"emails\": " + List.of(mails) + "}";
    }

    private static List<String> ids(JsonNode receipt) {
      return receipt.get("accepted").findValuesAsText("id");
    }
  }
}

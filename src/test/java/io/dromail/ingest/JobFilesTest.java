package io.dromail.ingest;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.journal.Database;
import io.dromail.mail.Mail;
import io.dromail.mail.MailJson;
import io.dromail.mail.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.UnitOfWorkHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class JobFilesTest {

  private static final String GOOD =
      "{\"from\": \"a@example.com\", \"to\": \"b@example.org\", \"subject\": \"s\", \"text\": \"t\"}";
  private static final String BAD = "{\"from\": \"a@example.com\"}";

  private static final int WINDOW = 2;

  @TempDir private Path inbox;
  private final DefaultCamelContext context = new DefaultCamelContext();
  private Database database = new Database("none");
  private IdempotencyKeys keys = new IdempotencyKeys(database, "none", 4_000);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void endInDoneWhenAMailIsAccepted() throws Exception {
    work("{\"emails\": [" + GOOD + "," + BAD + "," + GOOD + "]}");

    assertThat(inbox.resolve("job.json")).doesNotExist();
    assertThat(inbox.resolve("done/job.json")).exists();
    assertThat(Files.readString(inbox.resolve("done/job.accepted.json"))).contains("\"count\":2");
    assertThat(Files.readString(inbox.resolve("done/job.rejected.json")))
        .contains("\"index\":1", "missing_required_field");
    assertThat(inbox.resolve(".progress")).isEmptyDirectory();
  }

  @Test
  void endInRejectedWhenNoneIs() throws Exception {
    work("{\"emails\": [" + BAD + "]}");

    assertThat(inbox.resolve("rejected/job.json")).exists();
    assertThat(inbox.resolve("rejected/job.rejected.json")).exists();
  }

  @Test
  void endInDoneWithoutAnyMail() throws Exception {
    work("{\"emails\": []}");

    assertThat(inbox.resolve("done/job.json")).exists();
  }

  @Test
  void endInRejectedWhenTheyAreNotJson() throws Exception {
    work("nonsense");

    assertThat(Files.readString(inbox.resolve("rejected/job.rejected.json")))
        .contains("invalid_json");
  }

  @Test
  void areSentOnceWhenTheSameContentComesAgain() throws Exception {
    withJournal();
    String job = "{\"emails\": [" + GOOD + "," + BAD + "," + GOOD + "]}";
    List<String> first = work(job);
    JsonNode receipt = receipt("done/job.accepted.json");

    List<String> second = work(job);
    List<String> other = work(job + " ");

    assertThat(first).hasSize(2).doesNotHaveDuplicates();
    assertThat(second).isEmpty();
    assertThat(other).hasSize(2).doesNotContainAnyElementsOf(first);
    JsonNode again = receipt("done/job-2.accepted.json");
    assertThat(again.findValuesAsText("id")).isEqualTo(receipt.findValuesAsText("id"));
    assertThat(again.findValues("replayed")).hasSize(2).allMatch(JsonNode::asBoolean);
    assertThat(receipt.findValues("replayed")).isEmpty();
    assertThat(receipt("done/job-2.rejected.json").findValuesAsText("index")).containsExactly("1");
    assertThat(inbox.resolve(".progress")).isEmptyDirectory();
  }

  @Test
  void areNewADayLater() throws Exception {
    withJournal();
    List<String> first = work("{\"emails\": [" + GOOD + "]}");
    sql("update idempotency_key set claimed_at = current_timestamp - interval '25' hour");

    List<String> second = work("{\"emails\": [" + GOOD + "]}");

    assertThat(second).hasSize(1).doesNotContainAnyElementsOf(first);
  }

  @Test
  void sendAMailOfTheSameKeyAndContentOnce() throws Exception {
    withJournal();
    List<String> first = work(keyed("order-1", GOOD));

    List<String> second = work("{\"emails\": [" + keyed("order-1", GOOD) + "," + GOOD + "]}");

    assertThat(first).hasSize(1);
    assertThat(second).hasSize(1);
    JsonNode receipt = receipt("done/job-2.accepted.json");
    assertThat(receipt.findValuesAsText("id")).containsAll(first).containsAll(second).hasSize(2);
    assertThat(receipt.findValuesAsText("replayed")).containsExactly("true");
  }

  @Test
  void refuseAMailOfTheSameKeyAndOtherContent() throws Exception {
    withJournal();
    work(keyed("order-1", GOOD));

    work(keyed("order-1", GOOD.replace("\"s\"", "\"other\"")));

    assertThat(receipt("rejected/job.rejected.json").findValuesAsText("name"))
        .containsExactly("invalid_idempotent_request");
  }

  @Test
  void freeTheKeyOfARefusedMail() throws Exception {
    withJournal();
    work(keyed("order-1", BAD));

    assertThat(work(keyed("order-1", GOOD))).hasSize(1);
  }

  @Test
  void waitWhileAnotherUsesTheKey() throws Exception {
    withJournal();
    keys.claim("inbox", "order-1", "whatever", UUID.randomUUID());
    keys.claim("inbox", "order-2", hash(GOOD), UUID.randomUUID());

    assertThatThrownBy(() -> work(keyed("order-2", GOOD))).isInstanceOf(IOException.class);
    assertThat(inbox.resolve("job.json")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "3", "null", "\"\\t\"", "\"ä\""})
  void refuseWhatIsNoKey(String key) throws Exception {
    withJournal();
    work("{\"idempotency_key\": " + key + "," + GOOD.substring(1));

    assertThat(receipt("rejected/job.rejected.json").findValuesAsText("name"))
        .containsExactly("invalid_idempotency_key");
  }

  @Test
  void refuseKeysWithoutAJournal() throws Exception {
    work(keyed("order-1", GOOD));

    assertThat(receipt("rejected/job.rejected.json").at("/rejected/0/message").asText())
        .contains("journal");
  }

  @Test
  void takeAFileAsNewWhileTheDatabaseIsAway() throws Exception {
    withJournal();
    database.close();

    assertThat(work("{\"emails\": [" + GOOD + "]}")).hasSize(1);
    assertThat(inbox.resolve("done/job.accepted.json")).exists();
  }

  @Test
  void sayWhatMayHaveBeenPublishedWhenTheyWereCutOff() throws Exception {
    withJournal();
    Path path =
        Files.writeString(
            inbox.resolve("job.json"),
            "{\"emails\": [" + String.join(",", nCopies(6, GOOD)) + "]}");
    JobFile first = open(path);
    List<UUID> ids = List.of(first.next().id(), first.next().id());
    first.progress().accept(1, ids.get(1).toString());
    first.end();

    JobFile second = open(path);
    Map<Integer, Boolean> again = new TreeMap<>();
    second.forEachRemaining(
        entry -> {
          again.put(entry.index(), second.isAgain(entry.index()));
          second.settled();
        });

    assertThat(open(path).next().id()).as("the id of before").isEqualTo(ids.get(0));
    assertThat(again).isEqualTo(Map.of(0, true, 2, true, 3, true, 4, false, 5, false));
  }

  @Test
  void areReadByOneExchangeAtATime() throws Exception {
    Path path = Files.writeString(inbox.resolve("job.json"), "{\"emails\": [" + GOOD + "]}");
    JobFiles files = files();
    Exchange first = new DefaultExchange(context);
    JobFile file = files.open(first, path.toString());
    Exchange second = new DefaultExchange(context);

    assertThat(
            (Object)
                files.open(
                    second, inbox.resolve("../" + inbox.getFileName() + "/job.json").toString()))
        .isNull();
    assertThat(second.isRouteStop()).isTrue();
    assertThat(second.getException()).isNull();
    assertThat(first.isRouteStop()).isFalse();
    assertThat(file.hasNext()).isTrue();

    done(first);
    assertThat((Object) files.open(new DefaultExchange(context), path.toString())).isNotNull();
  }

  @Test
  void areLeftAloneWhenTheyWereDoneWithBetweenThePollAndTheOpening() throws Exception {
    Exchange late = new DefaultExchange(context);
    JobFiles files = files();

    assertThat((Object) files.open(late, inbox.resolve("job.json").toString())).isNull();
    assertThat(late.isRouteStop()).isTrue();

    Files.writeString(inbox.resolve("job.json"), "{\"emails\": [" + GOOD + "]}");
    assertThat(
            (Object) files.open(new DefaultExchange(context), inbox.resolve("job.json").toString()))
        .isNotNull();
  }

  /** The ids of the mails that were handed to accept. */
  private List<String> work(String content) throws Exception {
    Path path = Files.writeString(inbox.resolve("job.json"), content);
    List<String> published = new ArrayList<>();
    Exchange poll = new DefaultExchange(context);
    JobFiles files = files();
    JobFile file = files.open(poll, path.toString());
    while (file.hasNext()) {
      Exchange exchange = new DefaultExchange(context);
      exchange.getMessage().setBody(file.next());
      settle(files, exchange, published);
      done(exchange);
    }
    files.finish(file);
    return published;
  }

  private static void done(Exchange exchange) {
    UnitOfWorkHelper.doneSynchronizations(
        exchange, exchange.getExchangeExtension().handoverCompletions());
  }

  private static void settle(JobFiles files, Exchange exchange, List<String> published)
      throws IOException, Refused {
    try {
      Mail mail = files.read(exchange);
      JobEntry entry = exchange.getVariable("jobEntry", JobEntry.class);
      Claim claim = exchange.getVariable("claim", Claim.class);
      if (exchange.getVariable("answered") != null) {
        files.replayed(entry, claim);
        return;
      }
      UUID id = exchange.getVariable("mailId", UUID.class);
      published.add(id.toString());
      files.accepted(entry, new Sealer().seal(exchange, mail, "inbox", id, false), claim);
    } catch (Refused refused) {
      exchange.setProperty(Exchange.EXCEPTION_CAUGHT, refused);
      files.refused(exchange);
    }
  }

  private static String keyed(String key, String mail) {
    return "{\"idempotency_key\": \"" + key + "\"," + mail.substring(1);
  }

  private static String hash(String mail) throws IOException {
    return Digests.hex(MailJson.mapper().readTree(mail).toString().getBytes());
  }

  private JsonNode receipt(String name) throws IOException {
    return MailJson.mapper().readTree(inbox.resolve(name).toFile());
  }

  private void withJournal() {
    String url = "jdbc:h2:mem:" + UUID.randomUUID();
    database = new Database(url);
    keys = new IdempotencyKeys(database, url, 4_000);
  }

  private void sql(String text) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(text);
    }
  }

  private JobFile open(Path path) throws IOException {
    return files().open(new DefaultExchange(context), path.toString());
  }

  private JobFiles files() {
    MailRules rules =
        new MailRules(
            new ApiKeys(""), new AttachmentFiles(""), () -> Set.of("transactional"), 25_000_000);
    return new JobFiles(inbox.toString(), WINDOW, new MailReader(rules), new JobKeys(keys));
  }
}

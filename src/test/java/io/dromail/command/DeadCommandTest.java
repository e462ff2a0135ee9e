package io.dromail.command;

import static io.dromail.command.Typed.dromail;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.mail.MailJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadCommandTest {

  private static final String PATH = "/v1/dead-letters";
  private static final String ID = "7c1f0a52-6f0e-4d0c-9a55-0f6f0a2b1101";
  private static final String LETTER =
      """
      {"id": "%s", "mail_id": "01920f5c-7d3a-7b1e-9c55-3f1f6f0a2b11", "tenant": "default",
       "lane": "transactional", "reason": "exhausted", "reply_code": 452, "enhanced_code": "4.2.2",
       "cause": "smtp.example.com:587 did not take the mail: ada@example.org: 452 4.2.2 full\\u001b[2J",
       "step": "send", "profile": "default", "domain": "example.org", "attempt_count": 2,
       "recipients": ["ada@example.org", "eve@example.org"], "failed_at": "2020-02-03T12:00:00Z",
       "state": "waiting"
      """
          .formatted(ID);
  private static final String OPEN =
      LETTER
          + """
            , "attempts": [
              {"at": "2020-02-03T11:00:00Z", "reply_code": 0, "reply_text": "time-out"},
              {"at": "2020-02-03T12:00:00Z", "reply_code": 452, "enhanced_code": "4.2.2",
               "reply_text": "452 4.2.2 full"}],
            "mail": {"from": {"email": "shop@example.com", "name": "Shop"},
              "to": [{"email": "bob@example.org"}], "cc": [{"email": "ada@example.org"}],
              "bcc": [{"email": "eve@example.org"}], "subject": "Hello", "text": "It works.",
              "stream": "transactional"}}
            """;

  @TempDir private Path folder;
  private StandInApi api;

  @BeforeEach
  void start() throws IOException {
    api = new StandInApi();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void listsLettersInColumns() {
    api.answers(PATH, 200, "{\"data\": [" + LETTER + "}]}");

    String expected =
        """
          letter        failed       reason     to                  cause
          0f6f0a2b1101  MM-dd HH:mm  exhausted  ada@example.org +1  452 4.2.2 full[2J
        """;
    assertThat(dated(dead())).isEqualTo(expected);
    assertThat(dated(dead("list", "--domain", "example.org"))).isEqualTo(expected);
  }

  @Test
  void followsTheCursorUpToTheLimit() {
    api.answers(PATH, 200, "{\"data\": [" + LETTER + "}], \"next\": \"x\"}");

    Typed typed = dead("list", "--limit", "3");

    assertThat(typed.out().lines().filter(line -> line.contains("0f6f0a2b1101"))).hasSize(3);
    assertThat(typed.out()).contains("and more");
  }

  @Test
  void countsLettersInGroups() {
    api.answers(
        PATH,
        200,
        "{\"group_by\": \"domain\", \"groups\": [{\"key\": \"example.org\", \"count\": 12,"
            + " \"newest_at\": \"2020-02-03T12:00:00Z\", \"example\": \"550 no\"}]}");

    assertThat(dated(dead("list", "--group-by", "domain")))
        .isEqualTo(
            """
              letters  newest       domain       newest cause
              12       MM-dd HH:mm  example.org  550 no
            """);
  }

  @Test
  void saysSoWhenThereAreNone() {
    api.answers(PATH, 200, "{\"data\": []}");

    assertThat(dead().out()).isEqualTo("There are no dead letters.\n");
    assertThat(dead("list", "--lane", "bulk").out()).isEqualTo("No dead letter fits.\n");
  }

  @Test
  void showsALetterAsAPersonReadsIt() {
    api.answers(PATH + "/" + ID, 200, OPEN);

    assertThat(dead("show", ID).out().replaceAll("02-0\\d \\d\\d:", "MM-dd HH:"))
        .isEqualTo(
            """
            Letter:      7c1f0a52-6f0e-4d0c-9a55-0f6f0a2b1101
            Mail:        01920f5c-7d3a-7b1e-9c55-3f1f6f0a2b11
            Failed:      2020-MM-dd HH:00:00
            Reason:      exhausted: given up after 2 attempts
            Cause:       smtp.example.com:587 did not take the mail: ada@example.org: 452 4.2.2 full[2J
            Not sent to: ada@example.org, eve@example.org
            Way:         lane transactional, failed in send, profile default
            Tenant:      default

            Attempts:
              1   2020-MM-dd HH:00:00  no reply   time-out
              2   2020-MM-dd HH:00:00  452 4.2.2  452 4.2.2 full

            From:        Shop <shop@example.com>
            To:          bob@example.org
            Cc:          ada@example.org
            Bcc:         eve@example.org
            Subject:     Hello

            It works.
            """);
  }

  @Test
  void writesTheMailForThoseOnlyThatDidNotGetIt() throws IOException {
    api.answers(PATH + "/" + ID, 200, OPEN);
    api.answers(PATH, 200, "{\"data\": [" + LETTER + "}]}");

    JsonNode mail = MailJson.mapper().readTree(dead("show", ID, "--mail").out());
    Typed export = dead("export");

    assertThat(mail.path("to")).hasSize(1);
    assertThat(mail.at("/to/0/email").asText()).isEqualTo("ada@example.org");
    assertThat(mail.has("cc")).isFalse();
    assertThat(mail.at("/bcc/0/email").asText()).isEqualTo("eve@example.org");
    assertThat(MailJson.mapper().readTree(export.out()).at("/emails/0")).isEqualTo(mail);
    assertThat(export.err()).isEqualTo("1 mails written.\n");
  }

  @Test
  void replaysOneLetterAsItWasOrEdited() throws IOException {
    Path mail = Files.writeString(folder.resolve("mail.json"), "{\"subject\": \"Mended\"}");
    api.answers(PATH + "/x/replay", 200, "{\"matched\": 1, \"replayed\": 1, \"remaining\": 0}");

    assertThat(dead("replay", "x").out()).isEqualTo("replayed x\n");
    assertThat(dead("replay", "x", "--edit", mail.toString()).status()).isZero();

    assertThat(api.posted().get(0)).isEmpty();
    assertThat(api.posted().get(1).at("/mail/subject").asText()).isEqualTo("Mended");
  }

  @Test
  void replaysManyUntilThoseAreDoneThatThereWereAtFirst() {
    api.answers(PATH + "/replay", 200, "{\"matched\": 5, \"replayed\": 0, \"remaining\": 5}")
        .answers(PATH + "/replay", 200, "{\"matched\": 5, \"replayed\": 3, \"remaining\": 2}")
        .answers(PATH + "/replay", 200, "{\"matched\": 4, \"replayed\": 2, \"remaining\": 2}");

    Typed typed = dead("replay", "--reason", "exhausted", "--rate", "50");

    assertThat(typed.out()).startsWith("replayed 5 of 5 in ");
    assertThat(api.posted()).hasSize(3);
    assertThat(api.posted().get(2).path("limit").asInt()).isEqualTo(2);
    assertThat(api.posted().get(2).path("rate").asDouble()).isEqualTo(50);
    assertThat(api.posted().get(2).path("reason").asText()).isEqualTo("exhausted");
    assertThat(api.posted().get(2).has("all")).isFalse();
  }

  @Test
  void onlyCountsOnADryRun() {
    api.answers(PATH + "/replay", 200, "{\"matched\": 1234, \"replayed\": 0, \"remaining\": 1234}");

    assertThat(dead("replay", "--all", "--dry-run").out())
        .isEqualTo("1,234 dead letters would be replayed.\n");
    assertThat(api.posted().get(0).path("dry_run").asBoolean()).isTrue();
    assertThat(api.posted().get(0).path("all").asBoolean()).isTrue();
  }

  @Test
  void tellsHowFarItCame() {
    api.answers(PATH + "/replay", 200, "{\"matched\": 5, \"replayed\": 0, \"remaining\": 5}")
        .answers(PATH + "/replay", 200, "{\"matched\": 5, \"replayed\": 3, \"remaining\": 2}")
        .answers(
            PATH + "/replay",
            503,
            "{\"statusCode\": 503, \"name\": \"queue_unavailable\", \"message\": \"Later.\"}");

    Typed typed = dead("replay", "--all");

    assertThat(typed)
        .isEqualTo(
            new Typed(1, "replayed 3 of 5, then:\n", "refused (503 queue_unavailable): Later.\n"));
  }

  @Test
  void deletesNothingWithoutAYes() {
    api.answers(PATH + "/purge", 200, "{\"matched\": 2, \"purged\": 2, \"remaining\": 0}");

    assertThat(dead("purge", "--all").status()).isEqualTo(2);
    assertThat(api.posted()).isEmpty();
    assertThat(dead("purge", "--all", "--yes").out()).startsWith("purged 2 of 2 in ");
  }

  @Test
  void wantsToKnowWhichLetters() {
    assertThat(dead("replay").err()).startsWith("Which letters?");
    assertThat(dead("replay", "x", "--all").status()).isEqualTo(2);
    assertThat(dead("replay", "--all", "--edit", folder.toString()).status()).isEqualTo(2);
  }

  @Test
  void importsAJobFileInBatches() throws IOException {
    String mails = "{},".repeat(149) + "{}";
    Path jobs = Files.writeString(folder.resolve("jobs.json"), "{\"emails\": [" + mails + "]}");
    api.answers(SendCommand.PATH + "/batch", 202, "{\"data\": []}");

    assertThat(dead("import", jobs.toString()).out()).isEqualTo("accepted 150 of 150\n");
    assertThat(api.posted()).extracting(JsonNode::size).containsExactly(100, 50);
  }

  @Test
  void saysWhatTheApiSays() {
    api.answers(
        PATH,
        404,
        "{\"statusCode\": 404, \"name\": \"not_found\", \"message\": \"There is no workbench.\"}");

    assertThat(dead()).isEqualTo(new Typed(1, "", "There is no workbench.\n"));
  }

  private Typed dead(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "dead";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[all.length - 2] = "--url";
    all[all.length - 1] = api.url();
    return dromail(all);
  }

  private static String dated(Typed typed) {
    assertThat(typed.err()).isEmpty();
    return typed.out().replaceAll("02-0\\d \\d\\d:\\d\\d", "MM-dd HH:mm");
  }
}

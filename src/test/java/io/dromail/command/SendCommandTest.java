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

class SendCommandTest {

  @TempDir private Path folder;
  private StandInApi api;

  @BeforeEach
  void start() throws IOException {
    api = new StandInApi();
  }

  @AfterEach
  void stop() {
    api.close();
    System.clearProperty("dromail.home");
  }

  @Test
  void sendsWhatTheFlagsSay() throws IOException {
    api.acceptsMails();
    Path html = Files.writeString(folder.resolve("mail.html"), "<p>Größe</p>");
    Path file = Files.writeString(folder.resolve("Rechnung März.txt"), "42");

    Typed typed =
        send(
            "--to",
            "Ada <ada@example.org>",
            "--to",
            "b@example.org",
            "--cc",
            "c@example.org",
            "--bcc",
            "d@example.org",
            "--from",
            "shop@example.com",
            "--reply-to",
            "r@example.com",
            "--subject",
            "Hello",
            "--text",
            "It works.",
            "--html",
            "@" + html,
            "--attach",
            file.toString(),
            "--header",
            "X-Order=a=b",
            "--tag",
            "kind=order",
            "--stream",
            "bulk",
            "--key",
            "secret-key");

    assertThat(typed).isEqualTo(new Typed(0, "accepted " + StandInApi.ID + " (queued)\n", ""));
    assertThat(api.posted())
        .containsExactly(
            json(
                """
                {"from": "shop@example.com", "to": ["Ada <ada@example.org>", "b@example.org"],
                 "cc": ["c@example.org"], "bcc": ["d@example.org"], "reply_to": ["r@example.com"],
                 "subject": "Hello", "text": "It works.", "html": "<p>Größe</p>", "stream": "bulk",
                 "attachments": [{"filename": "Rechnung März.txt", "content": "NDI="}],
                 "headers": {"X-Order": "a=b"}, "tags": [{"name": "kind", "value": "order"}]}
                """));
    assertThat(api.header("Authorization")).isEqualTo("Bearer secret-key");
  }

  @Test
  void sendsNothingThatWasNotSaid() throws IOException {
    api.acceptsMails();

    send("--to", "ada@example.org");

    assertThat(api.posted())
        .containsExactly(
            json("{\"from\": \"dromail@example.com\", \"to\": [\"ada@example.org\"]}"));
  }

  @Test
  void saysTheLanguageAndTheWayOffTheList() throws IOException {
    api.acceptsMails();

    send(
        "--to",
        "a@b",
        "--text",
        "x",
        "--locale",
        "zh-CN",
        "--unsubscribe",
        "https://a.example",
        "--unsubscribe-mail",
        "off@a.example",
        "--one-click");

    assertThat(api.posted().get(0).get("locale").asText()).isEqualTo("zh-CN");
    assertThat(api.posted().get(0).get("list_unsubscribe"))
        .isEqualTo(
            json(
                "{\"url\": \"https://a.example\", \"mailto\": \"off@a.example\", \"one_click\": true}"));
  }

  @Test
  void mixesVariablesFromAFileAndFromFlags() throws IOException {
    api.acceptsMails();
    Path vars =
        Files.writeString(folder.resolve("v.json"), "{\"customer\": {\"name\": \"?\", \"id\": 7}}");

    send(
        "--to",
        "a@b",
        "--template",
        "order",
        "--vars",
        vars.toString(),
        "--var",
        "customer.name=Ada",
        "--var",
        "zip=01234",
        "--var-json",
        "items=[1, 2]");

    assertThat(api.posted().get(0).get("template"))
        .isEqualTo(
            json(
                """
                {"id": "order", "variables": {"customer": {"name": "Ada", "id": 7},
                 "zip": "01234", "items": [1, 2]}}
                """));
  }

  @Test
  void takesTheExampleOfATemplateWithoutVariables() throws IOException {
    api.acceptsMails();
    Files.createDirectories(folder.resolve("templates/welcome"));
    Files.writeString(folder.resolve("templates/welcome/example.json"), "{\"username\": \"林\"}");
    System.setProperty("dromail.home", folder.toString());

    Typed typed = send("--to", "a@b", "--template", "welcome");

    assertThat(typed.err()).isEqualTo("No variables given; using those of welcome/example.json\n");
    assertThat(api.posted().get(0).get("template"))
        .isEqualTo(json("{\"id\": \"welcome\", \"variables\": {\"username\": \"林\"}}"));
  }

  @Test
  void tellsWhereInTheSandboxAMailIs() {
    api.acceptsMails().lists().lists(StandInApi.mail(3, StandInApi.ID, "a@b", "\"c@d\"", "Hello"));

    assertThat(send("--to", "a@b").out())
        .endsWith("see it at " + api.url() + "/sandbox/3 or with ./dromail sandbox 3\n");
  }

  @Test
  void printsErrorsByField() {
    api.answers(
        SendCommand.PATH,
        422,
        """
        {"statusCode": 422, "name": "invalid_recipient", "message": "A recipient is not valid.",
         "details": [{"field": "to[0]", "reason": "is not an address"},
                     {"field": "subject", "reason": "is required"}]}
        """);

    assertThat(send("--to", "nobody"))
        .isEqualTo(
            new Typed(
                1,
                "",
                """
                refused (422 invalid_recipient): A recipient is not valid.
                  to[0]    is not an address
                  subject  is required
                """));
  }

  @Test
  void showsADryRunAndWhatItIsToldOfIt() throws IOException {
    api.answers(
        SendCommand.PATH,
        200,
        """
        {"subject": "Hello", "text": "It works.", "profile": "ses",
         "held": ["The profile ses rests until 12:00."],
         "warnings": ["The subject is dull, which is a sentence that is longer than eighty characters."],
         "mime": "From: a@b\\r\\nSubject: Hello\\r\\nMessage-ID: <1@b>\\r\\n\\r\\nIt works.\\u001b[2J"}
        """);

    Typed typed = send("--to", "ada@example.org", "--text", "It works.", "--dry-run");

    assertThat(typed)
        .isEqualTo(
            new Typed(
                0,
                """
                not sent, this was a dry run
                  profile  ses
                  held     The profile ses rests until 12:00.
                  warning  The subject is dull, which is a sentence that is longer than eighty characters.

                From:       a@b
                Subject:    Hello
                Message-ID: <1@b>

                It works.[2J
                """,
                ""));
    assertThat(api.posted())
        .containsExactly(
            json(
                """
                {"from": "dromail@example.com", "to": ["ada@example.org"], "text": "It works.",
                 "dry_run": true}
                """));
  }

  @Test
  void tellsWhyADryRunIsRefused() {
    api.answers(SendCommand.PATH, 422, "{\"name\": \"template_error\", \"message\": \"No.\"}");

    assertThat(send("--to", "a@b", "--dry-run"))
        .isEqualTo(new Typed(1, "", "refused (422 template_error): No.\n"));
    assertThat(send("--to", "a@b", "--dry-run", "--count", "2").status()).isEqualTo(2);
  }

  @Test
  void saysSoWhenNobodyAnswers() {
    api.close();

    assertThat(send("--to", "a@b"))
        .isEqualTo(
            new Typed(
                3, "", "No Dromail answers at " + api.url() + "; start one with ./dromail run\n"));
  }

  @Test
  void saysSoWhenSomethingElseAnswers() {
    api.answers(SendCommand.PATH, 404, "<h1>Not here</h1>");

    Typed typed = send("--to", "a@b");

    assertThat(typed.status()).isEqualTo(3);
    assertThat(typed.err()).contains("with status 404", "isn't a Dromail");
  }

  @Test
  void sendsManyAndNumbersThem() {
    api.acceptsMails();

    Typed typed = send("--to", "u{n}@example.org", "--subject", "No. {n}", "--count", "40");

    assertThat(typed.status()).isZero();
    assertThat(typed.out()).startsWith("accepted 40 of 40 in ");
    assertThat(api.posted())
        .extracting(mail -> mail.at("/to/0").asText() + " " + mail.at("/subject").asText())
        .hasSize(40)
        .doesNotHaveDuplicates()
        .contains("u1@example.org No. 1", "u40@example.org No. 40");
  }

  @Test
  void countsWhatWasRefusedOnTheWay() {
    api.acceptsMails()
        .answers(
            SendCommand.PATH,
            429,
            "{\"name\": \"rate_limit_exceeded\", \"message\": \"Too many.\"}");

    Typed typed = send("--to", "a@b", "--count", "5");

    assertThat(typed.status()).isEqualTo(1);
    assertThat(typed.out()).startsWith("accepted 1 of 5 in ");
    assertThat(typed.err()).isEqualTo("4 × refused (429 rate_limit_exceeded): Too many.\n");
  }

  @Test
  void refusesAMailThatCannotBeAcceptedOnlyOnce() {
    api.answers(SendCommand.PATH, 422, "{\"name\": \"invalid_recipient\", \"message\": \"No.\"}");

    assertThat(send("--to", "a", "--count", "5").status()).isEqualTo(1);
    assertThat(api.posted()).hasSize(1);
  }

  @Test
  void refusesFlagsThatMakeNoSense() {
    assertThat(send("--text", "x").status()).isEqualTo(2);
    assertThat(send("--to", "a@b", "--count", "0").status()).isEqualTo(2);
    assertThat(send("--to", "a@b", "--rate", "-1", "--count", "2").status()).isEqualTo(2);
    assertThat(send("--to", "a@b", "--var", "a=b").status()).isEqualTo(2);
    assertThat(send("--to", "a@b", "--one-click").status()).isEqualTo(2);
    assertThat(send("--to", "a@b", "--attach", folder + "/none").status()).isEqualTo(2);
    assertThat(send("--to", "a@b", "--text", "@" + folder + "/none").status()).isEqualTo(2);
    assertThat(dromail("send", "--to", "a@b", "--url", "localhost").status()).isEqualTo(2);
    assertThat(api.posted()).isEmpty();
  }

  private Typed send(String... flags) {
    String[] arguments = new String[flags.length + 3];
    arguments[0] = "send";
    System.arraycopy(flags, 0, arguments, 1, flags.length);
    arguments[flags.length + 1] = "--url";
    arguments[flags.length + 2] = api.url();
    return dromail(arguments);
  }

  private static JsonNode json(String text) throws IOException {
    return MailJson.mapper().readTree(text);
  }
}

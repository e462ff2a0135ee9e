package io.dromail.command;

import static io.dromail.command.StandInApi.mail;
import static io.dromail.command.Typed.dromail;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SandboxCommandTest {

  private static final String MIME =
      """
      From: Shop <shop@example.com>
      To: Ada <ada@example.org>
      Date: Mon, 3 Feb 2020 12:00:00 +0000
      Subject: =?UTF-8?Q?Gr=C3=B6=C3=9Fe?=
      Message-ID: <1@example.com>
      Received: from inside
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=m

      --m
      Content-Type: multipart/alternative; boundary=a

      --a
      Content-Type: text/plain; charset=utf-8

      It works.\u001b[2J
      --a
      Content-Type: text/html; charset=utf-8

      <p>It works.</p>
      --a--
      --m
      Content-Type: application/pdf
      Content-Disposition: attachment; filename="=?UTF-8?Q?M=C3=A4rz.pdf?="
      Content-Transfer-Encoding: base64

      NDI=
      --m--
      """
          .replace("\n", "\r\n");

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
  void listsWhatArrivedInColumnsTheNewestAtTheEnd() {
    api.lists(
        mail(10, "y", "s@example.com", "\"a@example.org\", \"b@example.org\"", "Red\\u001b[31m"),
        mail(9, "x", "shop@example.com", "\"ada@example.org\"", "Hello"));

    Typed typed = dromail("sandbox", "--url", api.url());

    assertThat(typed.status()).isZero();
    assertThat(typed.out().replaceAll("02-0\\d \\d\\d:\\d\\d", "MM-dd HH:mm"))
        .isEqualTo(
            """
              n   time         from              to                subject
              9   MM-dd HH:mm  shop@example.com  ada@example.org   Hello
              10  MM-dd HH:mm  s@example.com     a@example.org +1  Red[31m
            """);
  }

  @Test
  void saysSoWhenNothingHasArrived() {
    api.lists();

    assertThat(dromail("sandbox", "--url", api.url()).out()).startsWith("Nothing has arrived yet");
  }

  @Test
  void saysSoWhenThereIsNoSandbox() {
    Typed typed = dromail("sandbox", "--url", api.url());

    assertThat(typed.status()).isEqualTo(1);
    assertThat(typed.err()).startsWith("There is no sandbox at " + api.url());
  }

  @Test
  void followsWhatArrivesAndListsEachMailOnce() {
    String first = mail(1, "x", "a@b", "\"c@d\"", "first");
    api.lists(first)
        .lists(first, mail(2, "y", "a@b", "\"c@d\"", "second"))
        .answers(SandboxCommand.PATH, 404, "{}");

    Typed typed = dromail("sandbox", "--follow", "--url", api.url());

    assertThat(typed.status()).isEqualTo(1);
    assertThat(typed.out()).containsOnlyOnce("first").containsOnlyOnce("second");
  }

  @Test
  void showsAMailAsAPersonReadsIt() {
    api.answers(SandboxCommand.PATH + "/1", 200, MIME);

    assertThat(dromail("sandbox", "1", "--url", api.url()).out())
        .isEqualTo(
            """
            From:       Shop <shop@example.com>
            To:         Ada <ada@example.org>
            Date:       Mon, 3 Feb 2020 12:00:00 +0000
            Subject:    Größe
            Message-ID: <1@example.com>

            It works.[2J

            Attachments:
              März.pdf  application/pdf  2 bytes
            """);
  }

  @Test
  void showsTheHtmlOfAMail() {
    api.answers(SandboxCommand.PATH + "/1", 200, MIME);

    assertThat(dromail("sandbox", "1", "--html", "--url", api.url()).out().strip())
        .isEqualTo("<p>It works.</p>");
  }

  @Test
  void showsAMailByteForByte() {
    byte[] latin1 = MIME.replace("It works.", "Größe").getBytes(StandardCharsets.ISO_8859_1);
    api.answers(SandboxCommand.PATH + "/1", 200, latin1);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed));
    try {
      dromail("sandbox", "1", "--raw", "--url", api.url());
    } finally {
      System.setOut(before);
    }

    assertThat(printed.toByteArray()).isEqualTo(latin1);
  }

  @Test
  void saysSoWhenThereIsNoSuchMail() {
    Typed typed = dromail("sandbox", "7", "--url", api.url());

    assertThat(typed).isEqualTo(new Typed(1, "", "There is no mail 7 in the sandbox.\n"));
  }
}

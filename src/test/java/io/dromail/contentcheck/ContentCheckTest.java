package io.dromail.contentcheck;

import static io.dromail.testing.ScriptedSpamd.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromail.mail.OutgoingMail;
import io.dromail.testing.ScriptedSpamd;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ContentCheckTest {

  private final ScriptedSpamd spamd = ScriptedSpamd.start();
  private final ContentCheck check = new ContentCheck(spamd.address(), 5.0, 512_000, 30);

  @AfterEach
  void close() {
    spamd.close();
  }

  @Test
  void showsTheWholeMailAsItIsSent() throws Exception {
    OutgoingMail mail = mail("Grüße, 你好\n");

    check.check(mail);

    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    mail.writeTo(sent);
    assertThat(spamd.requests())
        .containsExactly(
            "SYMBOLS SPAMC/1.5\r\nContent-length: "
                + sent.size()
                + "\r\n\r\n"
                + sent.toString(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-3.2, 0, 4.9})
  void letsPassWhatScoresLess(double score) {
    spamd.answer(request -> verdict(score, "NO_RELAYS"));

    assertThatCode(() -> check.check(mail("Hi"))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"5.0, 5.0", "12.3, 12.3", "1003.3, 1003.3"})
  void rejectsWhatScoresSoMuchOrMore(double score, String words) {
    spamd.answer(request -> verdict(score, "GTUBE,HTML_MESSAGE,NO_RELAYS"));

    assertThatThrownBy(() -> check.check(mail("Hi")))
        .isInstanceOf(ContentRejected.class)
        .hasMessage("content check: %s of 5.0: GTUBE, HTML_MESSAGE, NO_RELAYS", words);
    assertThat(check.isUp()).isTrue();
  }

  @Test
  void goesByItsOwnLimitAndNotBySpamds() {
    spamd.answer(request -> verdict(7, "HTML_MESSAGE"));

    assertThatCode(() -> check(8.5).check(mail("Hi"))).doesNotThrowAnyException();
    assertThatThrownBy(() -> check(6.5).check(mail("Hi")))
        .hasMessage("content check: 7.0 of 6.5: HTML_MESSAGE");
  }

  @Test
  void asksNobodyAboutLargeMails() throws Exception {
    ContentCheck small = new ContentCheck(spamd.address(), 5.0, 2_000, 30);

    small.check(mail("x".repeat(3_000)));
    small.check(mail("Hi"));

    assertThat(spamd.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "SPAMD/1.1 0 EX_OK\r\n",
        "SPAMD/1.1 0 EX_OK\r\nContent-length: 0\r\n\r\n",
        "SPAMD/1.1 75 EX_TEMPFAIL\r\nSpam: False ; 0.0 / 5.0\r\n\r\n",
        "SPAMD/1.0 76 Bad header line: NONSENSE",
        "SPAMD/1.1 0 EX_OK\r\nSpam: False ; 0.0"
      })
  void failsForNowWhenAnswerIsNoVerdict(String answer) {
    spamd.answer(request -> answer);

    assertThatThrownBy(() -> check.check(mail("Hi")))
        .isInstanceOf(NoVerdict.class)
        .hasMessageStartingWith("spamd " + spamd.address() + " gave no verdict: ")
        .hasMessageContaining(answer.isEmpty() ? "empty" : answer.lines().findFirst().get());
    assertThat(check.isUp()).isFalse();
  }

  @Test
  void failsForNowWhileSpamdIsAwayAndRecovers() throws Exception {
    spamd.stopListening();

    assertThatThrownBy(() -> check.check(mail("Hi")))
        .isInstanceOf(NoVerdict.class)
        .hasMessageContaining("refused");
    assertThat(check.isUp()).isFalse();
    assertThat(check.details().get("last_failure").toString()).contains(spamd.address());

    spamd.listenAgain();
    check.check(mail("Hi"));
    assertThat(check.isUp()).isTrue();
    assertThat(check.details()).containsOnlyKeys("spamd");
  }

  @Test
  void failsForNowWhenSpamdTakesTooLong() {
    spamd.answer(request -> null);
    ContentCheck impatient = new ContentCheck(spamd.address(), 5.0, 512_000, 1);

    assertThatThrownBy(() -> impatient.check(mail("Hi")))
        .isInstanceOf(NoVerdict.class)
        .hasMessageEndingWith("not within 1 s");
  }

  @Test
  void failsForNowWhenSpamdDoesNotRead() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + deaf.getLocalPort();
      ContentCheck impatient = new ContentCheck(address, 5.0, 50_000_000, 1);

      assertThatThrownBy(() -> impatient.check(mail("x\n".repeat(15_000_000))))
          .isInstanceOf(NoVerdict.class)
          .hasMessageEndingWith("not within 1 s");
    }
  }

  @Test
  void letsEverythingPassWhenItIsOff() throws Exception {
    ContentCheck off = new ContentCheck("", 5.0, 512_000, 30);

    off.check(mail("Hi"));

    assertThat(off.isUp()).isTrue();
    assertThat(off.details()).containsEntry("spamd", "off");
  }

  private ContentCheck check(double limit) {
    return new ContentCheck(spamd.address(), limit, 512_000, 30);
  }

  private static OutgoingMail mail(String text) throws MessagingException {
    OutgoingMail mail =
        new OutgoingMail(
            Session.getInstance(new Properties()),
            "1",
            "<1@example.com>",
            List.of(new InternetAddress("ada@example.org")));
    mail.setSubject("Hello");
    mail.setText(text, "utf-8");
    mail.saveChanges();
    return mail;
  }
}

package io.dromail.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromail.mail.OutgoingMail;
import io.dromail.mail.SmtpFailure;
import io.dromail.testing.LongLine;
import io.dromail.testing.RealExim;
import io.dromail.testing.RealPostfix;
import io.dromail.testing.ReceivedMail;
import io.dromail.testing.ScriptedSmtpServer;
import io.dromail.testing.TestCertificates;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Postfix and Exim, near and far: mails that travel in groups, by DATA and by BDAT, arrive as they
 * were sent.
 */
@Timeout(240)
class RealServersTest {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Duration FAR = Duration.ofMillis(20);
  private static final int MAILS = 60;
  private static final int CONNECTIONS = 3;

  private final SmtpProfile profile = new SmtpProfile();
  private final Map<String, byte[]> sent = new ConcurrentHashMap<>();

  @Test
  @EnabledIf("io.dromail.testing.RealPostfix#isThere")
  void postfixTakesThemByDataAndByBdat() throws Exception {
    TestCertificates certificates = TestCertificates.selfSigned();
    profile.setCertificateAuthority(certificates.pemFile().toString());
    try (RealPostfix postfix = RealPostfix.start(certificates)) {
      String url = postfix.url();
      deliver(url, 8, postfix.sink(), RealPostfix.REFUSED);

      try (LongLine line = new LongLine(postfix.port(), FAR)) {
        String far = url.replace(":" + postfix.port(), ":" + line.port());
        deliver(far, 8, postfix.sink(), RealPostfix.REFUSED);
        deliver(far, CONNECTIONS, postfix.sink(), RealPostfix.REFUSED);
      }
      assertThat(postfix.log()).contains(" data=", " bdat=").doesNotContain("improper command");
    }
  }

  @Test
  @EnabledIf("io.dromail.testing.RealExim#isThere")
  void eximTakesThemByDataAndByBdat() throws Exception {
    try (RealExim exim = RealExim.start()) {
      deliver("smtp://127.0.0.1:" + exim.port() + "?tls=none", 8, exim.sink(), RealExim.REFUSED);

      try (LongLine line = new LongLine(exim.port(), FAR)) {
        String far = "smtp://127.0.0.1:" + line.port() + "?tls=none";
        deliver(far, 8, exim.sink(), RealExim.REFUSED);
        deliver(far, CONNECTIONS, exim.sink(), RealExim.REFUSED);
      }
      // K: received by chunks; L: pipelined.
      assertThat(exim.log())
          .contains(" K ", " L ")
          .doesNotContain("synchronization error", "syntax error", "protocol error");
    }
  }

  /**
   * By more threads than connections, so that mails follow others, or by as many, so that each
   * finds a connection of its own and goes by BDAT to a server far away. Each arrives once, octet
   * by octet.
   */
  private void deliver(String url, int senders, ScriptedSmtpServer sink, String unknown)
      throws Exception {
    sink.reset();
    sent.clear();
    profile.setUrl(url);
    profile.setConnections(CONNECTIONS);
    ExecutorService threads = Executors.newFixedThreadPool(senders);
    try (PooledMailSender sender = Outgoing.sender(profile)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < MAILS; i++) {
        OutgoingMail mail = mail(i, i % 10 == 0 ? unknown : "c" + i + "@example.org");
        all.add(threads.submit(() -> send(sender, mail, unknown)));
      }
      for (Future<?> one : all) {
        one.get(SOON.toSeconds(), TimeUnit.SECONDS);
      }
      assertThat(sender.state().connections().open()).isLessThanOrEqualTo(CONNECTIONS);
    } finally {
      threads.shutdownNow();
    }
    sink.awaitMails(MAILS, SOON);
    assertThat(sink.messageIds().values()).containsOnly(1).hasSize(MAILS);
    for (ReceivedMail mail : sink.mails()) {
      byte[] content = sent.get(mail.messageId().orElseThrow());
      assertThat(new String(mail.raw(), UTF_8)).endsWith(new String(content, UTF_8));
      assertThat(mail.recipients()).doesNotContain(unknown).hasSizeBetween(2, 3);
    }
  }

  private static Void send(PooledMailSender sender, OutgoingMail mail, String unknown)
      throws Exception {
    if (!mail.recipients().contains(unknown)) {
      sender.send(mail);
      return null;
    }
    SmtpFailure failure = catchThrowableOfType(SmtpFailure.class, () -> sender.send(mail));
    assertThat(failure.replyCode()).isEqualTo(550);
    assertThat(failure.transaction().accepted()).hasSize(2);
    return null;
  }

  private OutgoingMail mail(int number, String third) throws Exception {
    OutgoingMail mail =
        Outgoing.mail("a" + number + "@example.org", "b" + number + "@example.org", third);
    mail.setSentDate(new Date());
    mail.setText(text(number));
    mail.saveChanges();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    mail.writeTo(content);
    sent.put(mail.getMessageID(), content.toByteArray());
    return mail;
  }

  /** Dots wherever they can be, and every tenth mail too large to leave in one go. */
  private static String text(int number) {
    Random dice = new Random(number);
    StringBuilder text = new StringBuilder(".\r\n..\r\n.dot\r\nMAIL FROM:<x@y.example>\r\n\r\n");
    int lines = number % 10 == 9 ? 20_000 : dice.nextInt(200);
    for (int i = 0; i < lines; i++) {
      text.append(".".repeat(dice.nextInt(3))).append("line ").append(i).append(" of the mail\r\n");
    }
    return text.append(".\r\n").toString();
  }
}

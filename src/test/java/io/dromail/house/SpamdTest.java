package io.dromail.house;

import static io.dromail.house.Requests.mail;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.testing.BrokerKind;
import io.dromail.testing.DeadLetter;
import io.dromail.testing.RealSpamd;
import io.dromail.testing.ReceivedMail;
import io.dromail.testing.RunningHouse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** The content check with the spamd that Debian ships. */
@EnabledIf("io.dromail.testing.RealSpamd#isThere")
@Timeout(90)
class SpamdTest {

  private static RealSpamd spamd;
  private static RunningHouse house;

  @BeforeAll
  static void start() {
    spamd = RealSpamd.start();
    house =
        RunningHouse.start(
            BrokerKind.EMBEDDED, Map.of("dromail.content-check.spamd", spamd.address()));
  }

  @AfterAll
  static void stop() {
    house.close();
    spamd.close();
  }

  @BeforeEach
  void tidy() {
    house.tidy();
  }

  @Test
  void deadLettersWhatEverySpamAssassinKnows() {
    house.gateway().post(mail("").put("text", "Hi\n\n" + RealSpamd.GTUBE + "\n"));

    DeadLetter letter = house.awaitDeadLetters(1).get(0);
    assertThat(letter.header("Dromail-Failure")).isEqualTo("permanent");
    assertThat(letter.header("Dromail-Step")).isEqualTo("content-check");
    assertThat(letter.header("Dromail-Cause"))
        .matches("content check: \\d{3,4}\\.\\d of 5\\.0: .*")
        .contains("GTUBE");
    assertThat(house.smtp().mails()).isEmpty();
  }

  @Test
  void letsAnHonestMailPass() throws Exception {
    ReceivedMail received =
        house.deliver(
            mail("'from': '商店 <shop@example.com>', 'to': '阿达 <ada@example.org>'")
                .put("subject", "您的发票")
                .put("text", "您好，附件是您十一月的发票。\n")
                .put("html", "<p>您好，附件是您十一月的<b>发票</b>。</p>")
                .set(
                    "attachments",
                    Requests.parse("{'a': [{'filename': '发票.txt', 'content': 'SGVsbG8='}]}")
                        .get("a")));

    assertThat(received.message().getSubject()).isEqualTo("您的发票");
    assertThat(house.queues().takeDeadLetters()).isEmpty();
  }
}

package io.dromail.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.mail.Envelope;
import io.dromail.mail.OutgoingMail;
import io.dromail.testing.Samples;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SentMailsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SentMails sentMails = new SentMails(registry);

  @Test
  void countsByLaneAndProfile() {
    sentMails.count(envelope("bulk"), through("office"));
    sentMails.count(envelope("bulk"), through("office"));
    sentMails.count(envelope("bulk"), through("spare"));

    assertThat(sent("bulk", "office")).isEqualTo(2);
    assertThat(sent("bulk", "spare")).isEqualTo(1);
  }

  @Test
  void takesTheTimeSinceAcceptance() {
    Envelope envelope = envelope("transactional");

    sentMails.count(envelope, through("office"));

    Timer latency = registry.get("dromail.mails.latency").tag("lane", "transactional").timer();
    assertThat(latency.count()).isEqualTo(1);
    double most = Duration.between(envelope.acceptedAt(), Instant.now()).toNanos();
    assertThat(latency.totalTime(TimeUnit.NANOSECONDS))
        .isBetween(most - TimeUnit.MINUTES.toNanos(1), most);
  }

  private double sent(String lane, String profile) {
    return registry
        .get("dromail.mails.sent")
        .tags("lane", lane, "profile", profile)
        .counter()
        .count();
  }

  private static Envelope envelope(String lane) {
    return Samples.sealed(
        Samples.mailWith("'text': 'Hello', 'subject': 'x', 'stream': '" + lane + "'"));
  }

  private static OutgoingMail through(String profile) {
    OutgoingMail mail =
        new OutgoingMail(OutgoingMail.session(false), Samples.ID, Samples.MESSAGE_ID, List.of());
    mail.assign(List.of(profile), Duration.ZERO);
    mail.nextProfile();
    return mail;
  }
}

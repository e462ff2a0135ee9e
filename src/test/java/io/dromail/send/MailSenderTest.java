package io.dromail.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromail.mail.Envelope;
import io.dromail.mail.LimitReached;
import io.dromail.mail.Mail;
import io.dromail.mail.MailJson;
import io.dromail.mail.OutgoingMail;
import io.dromail.mail.PermanentFailure;
import io.dromail.mail.ProfilePaused;
import io.dromail.mail.SmtpFailure;
import io.dromail.testing.ScriptedSmtpServer;
import io.dromail.testing.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The dispatcher and the sender, with two servers and no Camel but its registry. */
@Timeout(60)
class MailSenderTest {

  private final ScriptedSmtpServer first = ScriptedSmtpServer.start();
  private final ScriptedSmtpServer second = ScriptedSmtpServer.start();
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Map<String, String> lane = new HashMap<>(Map.of("profiles", "first"));
  private final NotedLimits limits = new NotedLimits();
  private final SmtpProfiles profiles = Outgoing.profiles(limits);
  private final Dispatcher dispatcher =
      new Dispatcher(
          profiles,
          () -> Set.of("transactional"),
          (name, parameter, otherwise) -> lane.getOrDefault(parameter, otherwise));
  private final MailSender sender = new MailSender(profiles, dispatcher);

  @BeforeEach
  void wire() {
    bind("first", first.url(), null);
    bind("second", second.url(), null);
    profiles.setCamelContext(context);
  }

  @AfterEach
  void close() throws Exception {
    profiles.close();
    context.close();
    first.close();
    second.close();
  }

  @Test
  void sendsThroughTheProfileOfTheLane() throws Exception {
    send(mail(""));

    assertThat(first.mails()).hasSize(1);
    assertThat(second.mails()).isEmpty();
    assertThat(limits.taken()).containsExactly("first [ada@example.org] PT2S");
  }

  @Test
  void sendsThroughTheProfileThatTheMailNames() throws Exception {
    OutgoingMail sent = send(mail("'profile': 'second'"));

    assertThat(second.mails()).hasSize(1);
    assertThat(sent.transaction().profile()).isEqualTo("second");
  }

  @Test
  void failsOverWhenTheServerCannotBeReached() throws Exception {
    lane.put("failover", "second");
    first.stopListening();

    send(mail(""));

    assertThat(second.mails()).hasSize(1);
    assertThat(limits.taken()).hasSize(2);
  }

  @Test
  void failsOverWhenTheLoginIsRefused() throws Exception {
    lane.put("failover", "second");
    first.requireLogin("ada", "right");
    bind("first", first.url().replace("//", "//ada:wrong@"), null);

    send(mail(""));

    assertThat(second.mails()).hasSize(1);
    assertThat(profiles.sender("first").state().lastError().message()).contains("the login");
  }

  @Test
  void leavesTheFirstAloneWhenItsCircuitIsOpen() throws Exception {
    lane.put("failover", "second");
    first.stopListening();
    for (int i = 0; i < 3; i++) {
      send(mail(""));
    }
    first.listenAgain();

    send(mail(""));

    assertThat(first.connections()).isZero();
    assertThat(second.mails()).hasSize(4);
    assertThat(profiles.isUp()).isFalse();
    assertThat(profiles.sender("first").state().state()).isEqualTo("open");
  }

  @Test
  void holdsTheMailWhenAllProfilesAreOut() throws Exception {
    lane.put("failover", "second");
    profiles.pause("first", Duration.ofMinutes(5), "535 no");
    profiles.pause("second", Duration.ofMinutes(2), "535 no");

    assertThatThrownBy(() -> send(mail("")))
        .isInstanceOfSatisfying(
            ProfilePaused.class,
            out ->
                assertThat(out.remaining())
                    .isBetween(Duration.ofSeconds(110), Duration.ofMinutes(2)));
  }

  @Test
  void neverChangesTheProfileOnceATransactionHasBegun() {
    lane.put("failover", "second");
    for (Stage stage : List.of(Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.END_OF_DATA)) {
      first.reset();
      first.at(stage).always().drop();

      assertThatThrownBy(() -> send(mail(""))).isInstanceOf(SmtpFailure.class);
    }

    assertThat(second.connections()).isZero();
  }

  @Test
  void doesNotFailOverWhenALimitIsReached() {
    lane.put("failover", "second");
    LimitReached limit =
        limits.refuse(new LimitReached("30 mails a minute", Duration.ofSeconds(40)));

    assertThatThrownBy(() -> send(mail(""))).isSameAs(limit);
    assertThat(second.connections()).isZero();
  }

  @Test
  void sendsOnlyForTheSendersOfAProfile() throws Exception {
    bind("first", first.url(), "billing@example.com, @shop.example.com");
    lane.put("failover", "second");

    send(mail("'from': 'Billing@example.com'"));
    send(mail("'from': 'any@shop.example.com'"));
    send(mail("'from': 'ada@example.com'"));

    assertThat(first.mails()).hasSize(2);
    assertThat(second.mails()).hasSize(1);
    assertThatThrownBy(() -> send(mail("'profile': 'first', 'from': 'ada@example.com'")))
        .isInstanceOf(PermanentFailure.class);
  }

  private OutgoingMail send(Mail mail) throws Exception {
    OutgoingMail message = Outgoing.mail();
    Envelope envelope =
        new Envelope(message.id(), "<1@example.com>", "t", mail.stream(), "0", Instant.now(), mail);
    dispatcher.assign(envelope, message);
    sender.send(message);
    return message;
  }

  private static Mail mail(String fields) throws Exception {
    String json =
        "{'from': 'shop@example.com', 'to': 'ada@example.org', 'subject': 's', 'text': 'a longer text'"
            + (fields.isEmpty() ? "" : ", " + fields)
            + "}";
    return MailJson.mapper()
        .readerFor(Mail.class)
        .without(com.fasterxml.jackson.core.JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .readValue(json.replace('\'', '"'));
  }

  private void bind(String name, String url, String senders) {
    SmtpProfile profile = Outgoing.profile(url);
    profile.setSenders(senders);
    context.getRegistry().bind(name, profile);
  }
}

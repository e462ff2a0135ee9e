package io.dromail.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromail.mail.Envelope;
import io.dromail.mail.LimitReached;
import io.dromail.mail.Limits;
import io.dromail.mail.LimitsLeft;
import io.dromail.mail.Mail;
import io.dromail.mail.MailJson;
import io.dromail.mail.OutgoingMail;
import io.dromail.mail.PermanentFailure;
import io.dromail.mail.ProfileLimits;
import io.dromail.mail.ProfilePaused;
import io.dromail.mail.Refused;
import io.dromail.mail.SmtpFailure;
import io.dromail.testing.ScriptedSmtpServer;
import io.dromail.testing.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
  private final List<String> taken = new ArrayList<>();
  private LimitReached limit;
  private final SmtpProfiles profiles =
      new SmtpProfiles(
          Presets.from("nowhere"),
          () -> "no sandbox",
          Outgoing.deliveries(),
          new NotedLimits(),
          "nowhere");
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
    assertThat(taken).containsExactly("first [ada@example.org] PT2S");
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
    assertThat(taken).hasSize(2);
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
    limit = new LimitReached("30 mails a minute", Duration.ofSeconds(40));

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

  @Test
  void refusesAtTheDoorWhatNoProfileWouldTake() throws Exception {
    bind("first", first.url(), "@example.com");
    SmtpProfile small = new SmtpProfile();
    small.setUrl(second.url());
    small.setSizeLimitBytes(10);
    context.getRegistry().bind("second", small);

    assertThatCode(() -> dispatcher.check(mail(""))).doesNotThrowAnyException();
    assertRefused("'from': 'ada@example.net'", 403, "sender_not_allowed");
    assertRefused("'profile': 'nobody'", 422, "invalid_parameter");
    assertRefused("'profile': 'second'", 413, "message_too_large");
    assertThatThrownBy(() -> dispatcher.checkAll(List.of(mail(""), mail("'profile': 'nobody'"))))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.details().get(0).field()).isEqualTo("[1].profile"));
  }

  @Test
  void plansWithoutTakingAnything() throws Exception {
    lane.put("failover", "second");
    assertThat(dispatcher.plan(mail("")).profile()).isEqualTo("first");

    profiles.pause("first", Duration.ofMinutes(5), "535 no");

    assertThat(dispatcher.plan(mail("")).profile()).isEqualTo("second");
    assertThat(dispatcher.plan(mail("")).held())
        .containsExactly("first: the profile is paused: 535 no");
    assertThat(taken).isEmpty();
  }

  @Test
  void stopsTheStartForALaneWhoseProfileIsMissing() {
    lane.put("failover", "third");
    dispatcher.setCamelContext(context);

    assertThatThrownBy(context::start).hasStackTraceContaining("there is no profile third");
  }

  private void assertRefused(String json, int status, String name) {
    assertThatThrownBy(() -> dispatcher.check(mail(json)))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(status);
              assertThat(refused.name()).isEqualTo(name);
            });
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

  private final class NotedLimits implements Limits {
    @Override
    public void take(ProfileLimits limits, List<String> recipients, Duration patience)
        throws LimitReached {
      taken.add(limits.profile() + " " + recipients + " " + patience);
      if (limit != null) {
        throw limit;
      }
    }

    @Override
    public int connections(ProfileLimits limits, int wanted) {
      return wanted;
    }

    @Override
    public LimitsLeft left(ProfileLimits limits) {
      return LimitsLeft.UNLIMITED;
    }
  }
}

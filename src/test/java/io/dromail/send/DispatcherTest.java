package io.dromail.send;

import static io.dromail.testing.Samples.mailWith;
import static io.dromail.testing.Samples.sealed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromail.mail.LimitsLeft;
import io.dromail.mail.Mail;
import io.dromail.mail.OutgoingMail;
import io.dromail.mail.PermanentFailure;
import io.dromail.mail.ProfilePaused;
import io.dromail.mail.Refused;
import io.dromail.mail.SendingPlan;
import io.dromail.testing.ScriptedSmtpServer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two profiles, and a lane that tries them in order. */
class DispatcherTest {

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Map<String, String> lane =
      new HashMap<>(Map.of("profiles", "first", "failover", "second"));
  private final NotedLimits limits = new NotedLimits();
  private final SmtpProfiles profiles = Outgoing.profiles(limits);
  private final Dispatcher dispatcher =
      new Dispatcher(
          profiles,
          () -> Set.of("transactional"),
          (name, parameter, otherwise) -> lane.getOrDefault(parameter, otherwise));

  @BeforeEach
  void wire() {
    bind("first");
    bind("second");
    profiles.setCamelContext(context);
  }

  @AfterEach
  void close() throws Exception {
    profiles.close();
    context.close();
  }

  @Test
  void takesWhatTheMailNeedsOfItsProfileAndNoOther() throws Exception {
    profiles.pause("first", Duration.ofMinutes(5), "535 no");
    lane.put("patience", "7");
    OutgoingMail mail = Outgoing.mail("ada@example.org", "bob@example.org");
    Exchange exchange = new DefaultExchange(context);
    exchange.setVariable("envelope", sealed(mailWith("'text': 't'")));
    exchange.getMessage().setBody(mail);

    dispatcher.process(exchange);

    assertThat(mail.profile()).isEqualTo("second");
    assertThat(mail.isLastProfile()).isTrue();
    assertThat(limits.taken()).containsExactly("second [ada@example.org, bob@example.org] PT7S");
  }

  @ParameterizedTest
  @CsvSource({"120, 300", "300, 120"})
  void saysHowLongTheOneThatIsBackFirstNeeds(int firstSeconds, int secondSeconds) {
    profiles.pause("first", Duration.ofSeconds(firstSeconds), "535 no");
    profiles.pause("second", Duration.ofSeconds(secondSeconds), "535 no");

    assertThatThrownBy(() -> assign(mailWith("'text': 't'")))
        .isInstanceOfSatisfying(
            ProfilePaused.class,
            out ->
                assertThat(out.remaining())
                    .isBetween(Duration.ofSeconds(110), Duration.ofSeconds(120)));
    assertThat(limits.taken()).isEmpty();
  }

  @Test
  void goesOnFromAProfileThatIsGoneSinceTheMailWasAssigned() throws Exception {
    OutgoingMail mail = Outgoing.mail();
    mail.assign(List.of("gone", "second"), Duration.ZERO);

    dispatcher.next(mail);

    assertThat(mail.profile()).isEqualTo("second");
    assertThatThrownBy(() -> dispatcher.next(mail))
        .isInstanceOfSatisfying(
            ProfilePaused.class, out -> assertThat(out.remaining()).hasSeconds(1))
        .hasMessageEndingWith("no profile is left");
  }

  @Test
  void readsALaneAnewWhenItSaysSomethingElse() throws Exception {
    assertThat(assign(mailWith("'text': 't'")).profile()).isEqualTo("first");
    lane.put("profiles", "second");
    lane.put("patience", "9");

    OutgoingMail next = assign(mailWith("'text': 't'"));

    assertThat(next.profile()).isEqualTo("second");
    assertThat(next.patience()).hasSeconds(9);
  }

  @ParameterizedTest
  @CsvSource({
    "Billing@EXAMPLE.com, true",
    "any@Shop.example.com, true",
    "any@BÜCHER.example, true",
    "any@xn--bcher-kva.example, true",
    "ada@example.com, false",
    "any@sub.shop.example.com, false",
    "any@bookshop.example.com, false",
    "billing@example.com.example.net, false"
  })
  void sendsOnlyForTheSendersOfAProfile(String from, boolean allowed) {
    bind("first").setSenders("billing@example.com, @SHOP.example.com, @Bücher.example");
    Mail mail = mailWith("'text': 't', 'profile': 'first', 'from': '" + from + "'");

    Refused refused = refusal(mail);

    assertThat(refused == null).isEqualTo(allowed);
    if (!allowed) {
      assertRefused(refused, 403, "sender_not_allowed", "from");
      assertThatThrownBy(() -> assign(mail))
          .isInstanceOf(PermanentFailure.class)
          .hasMessage("no profile of lane transactional takes mails of this sender");
    }
  }

  @Test
  void refusesABatchForOneMailThatNamesAProfileThatThereIsNot() {
    List<Mail> batch = List.of(mailWith("'text': 't'"), mailWith("'profile': 'nobody'"));

    Refused refused = catchThrowableOfType(Refused.class, () -> dispatcher.checkAll(batch));

    assertRefused(refused, 422, "invalid_parameter", "[1].profile");
    assertThat(refused).hasMessage("[1].profile: there is no profile nobody");
  }

  @Test
  void refusesAMailThatIsTooLargeForAllItsProfiles() {
    bind("first").setSizeLimitBytes(10);
    Mail fits = mailWith("'text': '0123456789'");
    Mail large = mailWith("'text': '0123456789a'");

    assertThat(refusal(large)).as("the second would take it").isNull();
    lane.put("failover", "");

    assertThat(refusal(fits)).isNull();
    assertRefused(refusal(large), 413, "message_too_large");
  }

  @Test
  void refusesWhatNeedsSmtpUtf8OnceItKnowsThatNoServerOffersIt() throws Exception {
    Mail mail = mailWith("'text': 't', 'to': 'büro@example.org'");
    try (ScriptedSmtpServer server = ScriptedSmtpServer.start()) {
      bind("first").setUrl(server.url());
      assertThat(refusal(mail)).as("nobody has asked yet").isNull();
      profiles.sender("first").send(Outgoing.mail());

      assertThat(refusal(mail)).as("the second may offer it").isNull();
      lane.put("failover", "");
      assertRefused(refusal(mail), 422, "invalid_recipient", "to");
      assertThat(refusal(mailWith("'text': 't'"))).isNull();
    }
  }

  @Test
  void plansWithoutTakingAnything() {
    assertThat(plan("")).isEqualTo(new SendingPlan("first", List.of()));

    profiles.pause("first", Duration.ofMinutes(5), "535 no");
    assertThat(plan(""))
        .isEqualTo(new SendingPlan("second", List.of("first: the profile is paused: 535 no")));

    profiles.pause("second", Duration.ofMinutes(5), "421 bye");
    assertThat(plan("").profile()).isEqualTo("first");
    assertThat(plan("").held())
        .containsExactly(
            "first: the profile is paused: 535 no", "second: the profile is paused: 421 bye");
    assertThat(plan(", 'profile': 'nobody'")).isEqualTo(new SendingPlan(null, List.of()));
    assertThat(limits.taken()).isEmpty();
  }

  @Test
  void plansWithTheLimitsThatAreReached() {
    SmtpProfile profile = bind("first");
    profile.setMailsPerMinute(30);
    profile.setRecipientsPerDay(500);
    limits.leave(new LimitsLeft(0, 0, Instant.parse("2026-11-23T09:30:02Z"), 1));

    assertThat(plan("").held())
        .containsExactly(
            "first: 500 recipients a day are reached",
            "first: 30 mails a minute; the next may go at 2026-11-23T09:30:02Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          failover | third    | there is no profile third; there are [first, second]
          profiles | third 10 | there is no profile third; there are [first, second]
          patience | long     | patience must be a whole number, not long
          patience | -1       | patience must be a whole number, not -1
          profiles | first 0  | profiles of a lane are names with weights, such as
          """)
  void stopsTheStartForALaneThatCannotBeServed(String parameter, String value, String words) {
    dispatcher.setCamelContext(context);
    assertThatCode(this::begin).doesNotThrowAnyException();
    lane.put(parameter, value);

    assertThatThrownBy(this::begin)
        .isInstanceOf(VetoCamelContextStartException.class)
        .hasMessageStartingWith("lane transactional: " + words);
  }

  private void begin() throws VetoCamelContextStartException {
    for (LifecycleStrategy listener : context.getLifecycleStrategies()) {
      listener.onContextStarting(context);
    }
  }

  private OutgoingMail assign(Mail mail) throws Exception {
    OutgoingMail outgoing = Outgoing.mail();
    dispatcher.assign(sealed(mail), outgoing);
    return outgoing;
  }

  private SendingPlan plan(String fields) {
    return dispatcher.plan(mailWith("'text': 't'" + fields));
  }

  private Refused refusal(Mail mail) {
    return catchThrowableOfType(
        Refused.class, () -> assertThat(dispatcher.check(mail)).isSameAs(mail));
  }

  private static void assertRefused(Refused refused, int status, String name, String... fields) {
    assertThat(refused).isNotNull();
    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.name()).isEqualTo(name);
    assertThat(refused.details()).extracting(Refused.Detail::field).containsExactly(fields);
  }

  /** One whose server nobody asks for anything. */
  private SmtpProfile bind(String name) {
    SmtpProfile profile = Outgoing.profile("smtp://mail.example.com");
    context.getRegistry().bind(name, profile);
    return profile;
  }
}

package io.dromail.send;

import io.dromail.mail.Envelope;
import io.dromail.mail.LaneParameters;
import io.dromail.mail.Lanes;
import io.dromail.mail.Mail;
import io.dromail.mail.OutgoingMail;
import io.dromail.mail.PermanentFailure;
import io.dromail.mail.ProfilePaused;
import io.dromail.mail.Refused;
import io.dromail.mail.SendingPlan;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Chooses the profile that a mail goes through: the one that it names, or one of its lane's, by
 * weight and past those that are out. Thread-safe.
 */
public final class Dispatcher implements Processor, CamelContextAware {

  private static final String PROFILES = "profiles";
  private static final String FAILOVER = "failover";
  private static final String PATIENCE = "patience";
  private static final String DEFAULT_PATIENCE = "2";

  private final SmtpProfiles profiles;
  private final Lanes lanes;
  private final LaneParameters parameters;
  private CamelContext context;
  private final Map<String, Lane> known = new ConcurrentHashMap<>();

  /** Among the profiles, as the lanes say. */
  public Dispatcher(SmtpProfiles profiles, Lanes lanes, LaneParameters parameters) {
    this.profiles = profiles;
    this.lanes = lanes;
    this.parameters = parameters;
  }

  /** Assigns the mail of a lane, and takes what it needs of the profile's limits. */
  @Override
  public void process(Exchange exchange) throws MessagingException, PermanentFailure {
    assign(
        exchange.getVariable("envelope", Envelope.class),
        exchange.getMessage().getBody(OutgoingMail.class));
  }

  /**
   * Chooses, and takes what the mail needs of the profile's limits.
   *
   * @throws ProfilePaused if all of them are out
   * @throws io.dromail.mail.LimitReached if the profile's limits let it go later
   */
  void assign(Envelope envelope, OutgoingMail mail) throws MessagingException, PermanentFailure {
    List<PooledMailSender> candidates = takers(envelope.mail());
    if (candidates.isEmpty()) {
      throw new PermanentFailure(
          "no profile of lane " + envelope.lane() + " takes mails of this sender", null);
    }
    mail.assign(
        candidates.stream().map(sender -> sender.profile().name()).toList(),
        lane(envelope.lane()).patience());
    next(mail);
  }

  /**
   * Assigns the next profile that isn't out.
   *
   * @throws ProfilePaused if there is none; it says how long the one that's back first needs
   */
  void next(OutgoingMail mail) throws MessagingException {
    ProfilePaused first = null;
    while (mail.nextProfile()) {
      PooledMailSender sender = profiles.sender(mail.profile());
      if (sender == null) {
        // It was there when the mail was assigned.
        continue;
      }
      try {
        sender.check();
        profiles.limits().take(sender.profile().limits(), mail.recipients(), mail.patience());
        return;
      } catch (ProfilePaused out) {
        first = first == null || out.remaining().compareTo(first.remaining()) < 0 ? out : first;
      }
    }
    throw first != null ? first : new ProfilePaused(Duration.ofSeconds(1), "no profile is left");
  }

  /**
   * Refuses a mail that none of its profiles would take: one that names a profile that there isn't,
   * is from a sender whom they don't allow, or is too large for them.
   *
   * @return the mail as it came
   */
  public Mail check(Mail mail) throws Refused {
    if (mail.profile() != null && profiles.sender(mail.profile()) == null) {
      throw Refused.field("invalid_parameter", "profile", "there is no profile " + mail.profile());
    }
    List<PooledMailSender> takers = takers(mail);
    if (takers.isEmpty()) {
      throw new Refused(
          403,
          "sender_not_allowed",
          "No profile of this mail's lane may send for " + mail.from().email() + ".",
          List.of(new Refused.Detail("from", "is not a sender of the profile")));
    }
    if (takers.stream().allMatch(PooledMailSender::lacksUtf8) && mail.needsSmtpUtf8()) {
      throw Refused.field(
          "invalid_recipient",
          "to",
          "or another address needs SMTPUTF8, which no server of the mail's profiles offers");
    }
    if (takers.stream().noneMatch(sender -> fits(sender.profile(), mail))) {
      throw Refused.because(413, "message_too_large", "The mail is larger than its profile takes.");
    }
    return mail;
  }

  /** Refuses a batch if one of its mails is refused; see {@link #check}. */
  public List<Mail> checkAll(List<Mail> mails) throws Refused {
    for (int i = 0; i < mails.size(); i++) {
      try {
        check(mails.get(i));
      } catch (Refused e) {
        throw e.under("[" + i + "].");
      }
    }
    return mails;
  }

  /** How a mail would be sent now; nothing is taken from any limit. */
  public SendingPlan plan(Mail mail) {
    List<String> held = new ArrayList<>();
    List<PooledMailSender> takers = takers(mail);
    for (PooledMailSender sender : takers) {
      String name = sender.profile().name();
      try {
        sender.check();
        LimitWords.of(sender.profile().limits(), profiles.limits(), held);
        return new SendingPlan(name, held);
      } catch (ProfilePaused out) {
        held.add(name + ": " + out.getMessage());
      }
    }
    return new SendingPlan(takers.isEmpty() ? null : takers.get(0).profile().name(), held);
  }

  private List<PooledMailSender> takers(Mail mail) {
    if (mail.profile() != null) {
      PooledMailSender named = profiles.sender(mail.profile());
      return named != null && allows(named.profile(), mail) ? List.of(named) : List.of();
    }
    List<PooledMailSender> takers = new ArrayList<>();
    for (String name : lane(mail.stream()).order().shuffled(ThreadLocalRandom.current()::nextInt)) {
      PooledMailSender sender = profiles.sender(name);
      if (sender != null && allows(sender.profile(), mail)) {
        takers.add(sender);
      }
    }
    return takers;
  }

  /** What a lane says; read anew when it says something else than before. */
  private Lane lane(String name) {
    String order = parameters.of(name, PROFILES, ProfileSettings.DEFAULT);
    String failover = parameters.of(name, FAILOVER, "");
    String patience = parameters.of(name, PATIENCE, DEFAULT_PATIENCE);
    Lane lane = known.get(name);
    if (lane == null || !lane.says(order, failover, patience)) {
      lane = Lane.of(order, failover, patience);
      known.put(name, lane);
    }
    return lane;
  }

  private static boolean allows(ProfileSettings profile, Mail mail) {
    if (profile.senders().isEmpty()) {
      return true;
    }
    String from = mail.from().email().toLowerCase(Locale.ROOT);
    return profile.senders().contains(from)
        || profile.senders().contains(from.substring(from.lastIndexOf('@')));
  }

  private static boolean fits(ProfileSettings profile, Mail mail) {
    return profile.sizeLimit() == 0 || mail.size() <= profile.sizeLimit();
  }

  /** A lane that can't be served stops the start. */
  private void checkLanes(CamelContext starting) throws VetoCamelContextStartException {
    for (String name : lanes.names()) {
      try {
        for (String profile : lane(name).order().names()) {
          if (profiles.sender(profile) == null) {
            throw new IllegalArgumentException(
                "there is no profile " + profile + "; there are " + profiles.senders().keySet());
          }
        }
      } catch (IllegalArgumentException e) {
        throw new VetoCamelContextStartException(
            "lane " + name + ": " + e.getMessage(), starting, true);
      }
    }
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    context = camelContext;
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStarting(CamelContext starting)
              throws VetoCamelContextStartException {
            checkLanes(starting);
          }
        });
  }

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  private record Lane(List<String> words, ProfileOrder order, Duration patience) {

    static Lane of(String order, String failover, String patience) {
      return new Lane(
          List.of(order, failover, patience), ProfileOrder.of(order, failover), seconds(patience));
    }

    private static Duration seconds(String patience) {
      if (!patience.matches("\\d{1,5}")) {
        throw new IllegalArgumentException("patience must be a whole number, not " + patience);
      }
      return Duration.ofSeconds(Long.parseLong(patience));
    }

    boolean says(String... now) {
      return words.equals(List.of(now));
    }
  }
}

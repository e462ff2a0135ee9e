package io.dromail.send;

import io.dromail.mail.Checked;
import io.dromail.mail.Limits;
import io.dromail.mail.ProfilePace;
import io.dromail.mail.ProfilePaused;
import io.dromail.mail.Renewable;
import io.dromail.mail.Renewal;
import io.dromail.mail.SmtpAddress;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * The SMTP profiles of {@code profiles.camel.yaml}, by the names of their beans, each with its
 * sender. A profile that can't be used stops the start. Thread-safe.
 */
public final class SmtpProfiles
    implements CamelContextAware, Checked, MeterBinder, ProfilePace, Renewable, AutoCloseable {

  private final Presets presets;
  private final SmtpAddress sandbox;
  private final Deliveries deliveries;
  private final Limits limits;
  private final Path data;
  private CamelContext context;
  private ProfileMeters meters;
  private volatile Map<String, PooledMailSender> senders;

  /** Those that are gone, for mails that were assigned to them before. */
  private volatile Map<String, PooledMailSender> leaving = Map.of();

  /**
   * With what senders need.
   *
   * @param sandbox where {@code sandbox:} is
   * @param limits kept across all workers
   * @param data the data directory
   */
  public SmtpProfiles(
      Presets presets, SmtpAddress sandbox, Deliveries deliveries, Limits limits, String data) {
    this.presets = presets;
    this.sandbox = sandbox;
    this.deliveries = deliveries;
    this.limits = limits;
    this.data = Path.of(data);
  }

  /** How each of them stands; asked by the routes. */
  public Map<String, List<ProfileState>> states() {
    return Map.of("data", senders().values().stream().map(this::state).toList());
  }

  /**
   * Probes for all of them.
   *
   * @param mailsUpTo the largest mail that the doors take, in bytes
   * @param patienceSeconds how long to wait for the connection, and for each reply
   */
  public List<Probe> probes(long mailsUpTo, int patienceSeconds) {
    return senders().values().stream()
        .map(sender -> sender.probe(mailsUpTo, patienceSeconds))
        .toList();
  }

  /** The sender of a profile, or null if there is no such profile. */
  PooledMailSender sender(String profile) {
    return senders().get(profile);
  }

  /**
   * The sender of a profile that a mail was assigned to, also if the profile is gone since.
   *
   * @throws ProfilePaused if that was too long ago
   */
  PooledMailSender assigned(String profile) throws ProfilePaused {
    PooledMailSender sender = sender(profile);
    sender = sender == null ? leaving.get(profile) : sender;
    if (sender == null) {
      throw new ProfilePaused(Duration.ofSeconds(1), "profile " + profile + " is gone");
    }
    return sender;
  }

  /**
   * {@inheritDoc}
   *
   * <p>A profile that says the same as before keeps its connections, its pace and its counts.
   *
   * @throws BadProfile if one can't be used
   */
  @Override
  public Renewal renew(Path routes, Path templates) {
    Map<String, PooledMailSender> before = senders();
    return new ProfilesRenewal(
        before,
        settled(context.getRegistry(), Presets.from(routes.toString()), before),
        this::take);
  }

  private void take(Map<String, PooledMailSender> now, Map<String, PooledMailSender> gone) {
    senders = now;
    Map<String, PooledMailSender> last = new TreeMap<>(leaving);
    last.values().removeIf(PooledMailSender::isIdle);
    last.putAll(gone);
    leaving = last;
    if (meters != null) {
      meters.show(now.values());
    }
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    meters = new ProfileMeters(registry, this::sender);
    meters.show(senders().values());
  }

  Limits limits() {
    return limits;
  }

  /** All senders, by name. */
  Map<String, PooledMailSender> senders() {
    if (senders == null) {
      synchronized (this) {
        if (senders == null) {
          senders = settled(context.getRegistry(), presets, Map.of());
        }
      }
    }
    return senders;
  }

  private Map<String, PooledMailSender> settled(
      Registry registry, Presets known, Map<String, PooledMailSender> before) {
    Map<String, PooledMailSender> byName = new TreeMap<>();
    try {
      registry
          .findByTypeWithName(SmtpProfile.class)
          .forEach(
              (name, profile) ->
                  byName.put(name, sender(profile.settle(name, known, sandbox), before.get(name))));
      return byName;
    } catch (RuntimeException e) {
      byName.values().stream()
          .filter(sender -> !before.containsValue(sender))
          .forEach(PooledMailSender::close);
      throw e;
    }
  }

  private PooledMailSender sender(ProfileSettings settings, PooledMailSender before) {
    return before != null && before.profile().isLike(settings)
        ? before
        : new PooledMailSender(new ServerAccess(settings, data), deliveries, limits);
  }

  private ProfileState state(PooledMailSender sender) {
    return sender.state().with(limits.left(sender.profile().limits()));
  }

  @Override
  public void pause(String profile, Duration time, String cause) {
    PooledMailSender sender = sender(String.valueOf(profile));
    if (sender != null) {
      sender.pause(time, cause);
    }
  }

  @Override
  public void slow(String profile, String domain, Duration time) {
    PooledMailSender sender = sender(String.valueOf(profile));
    if (sender != null) {
      sender.slow(domain, time);
    }
  }

  @Override
  public String component() {
    return "smtp";
  }

  /** False while one of them can't be reached, refuses the login, or is paused. */
  @Override
  public boolean isUp() {
    return senders().values().stream().allMatch(sender -> sender.state().isUp());
  }

  @Override
  public boolean isVital() {
    return false;
  }

  @Override
  public Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    senders()
        .forEach(
            (name, sender) -> {
              ProfileState state = sender.state();
              Map<String, Object> profile = new LinkedHashMap<>();
              profile.put("status", state.isUp() ? "UP" : "DOWN");
              profile.put("state", state.state());
              profile.put("server", state.server());
              profile.put("connections_open", state.connections().open());
              profile.put("connections_opened", state.connections().opened());
              if (state.cause() != null) {
                profile.put("cause", state.cause());
              }
              if (state.lastError() != null) {
                profile.put("last_error", state.lastError().message());
              }
              details.put(name, profile);
            });
    return details;
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    context = camelContext;
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStarting(CamelContext starting)
              throws VetoCamelContextStartException {
            try {
              senders();
            } catch (BadProfile e) {
              throw new VetoCamelContextStartException(e.getMessage(), starting, true);
            }
          }
        });
  }

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  @Override
  public void close() {
    if (senders != null) {
      senders.values().forEach(PooledMailSender::close);
      leaving.values().forEach(PooledMailSender::close);
    }
  }
}

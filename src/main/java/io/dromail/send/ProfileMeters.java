package io.dromail.send;

import io.dromail.send.Attempts.ReplyClass;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Shows how the profiles stand as metrics, under their names, whatever senders they have. Used by
 * one thread at a time.
 */
final class ProfileMeters {

  private static final String PROFILE = "profile";

  private final MeterRegistry registry;
  private final Function<String, PooledMailSender> senders;
  private final MultiGauge states;
  private final MultiGauge connections;
  private final MultiGauge limits;

  /**
   * In a registry.
   *
   * @param senders the sender that a profile has now, or null
   */
  ProfileMeters(MeterRegistry registry, Function<String, PooledMailSender> senders) {
    this.registry = registry;
    this.senders = senders;
    states =
        MultiGauge.builder("dromail.profile.state")
            .description("1 for the state that the profile is in, 0 for the others")
            .register(registry);
    connections =
        MultiGauge.builder("dromail.smtp.connections")
            .description("Connections that are open")
            .register(registry);
    limits =
        MultiGauge.builder("dromail.smtp.connections.limit")
            .description("Connections that may be open now")
            .register(registry);
  }

  /** From here on these profiles are shown; what was counted for others stays. */
  void show(Collection<PooledMailSender> all) {
    List<Row<?>> state = new ArrayList<>();
    List<Row<?>> connection = new ArrayList<>();
    List<Row<?>> limit = new ArrayList<>();
    for (PooledMailSender sender : all) {
      String name = sender.profile().name();
      for (String each : ProfileState.STATES) {
        state.add(row(name, it -> it.state().state().equals(each) ? 1 : 0, "state", each));
      }
      connection.add(row(name, it -> it.connections().inUse(), "state", "in-use"));
      connection.add(row(name, it -> it.connections().idle(), "state", "idle"));
      limit.add(row(name, it -> it.connections().limit()));
      count(name, sender.tokens() != null);
    }
    states.register(state);
    connections.register(connection);
    limits.register(limit);
  }

  private void count(String profile, boolean hasTokens) {
    count("dromail.smtp.connections.opened", profile, it -> it.connections().opened());
    count("dromail.smtp.connections.reused", profile, it -> it.connections().reused());
    for (ReplyClass reply : ReplyClass.values()) {
      String words = reply.toString();
      count("dromail.smtp.attempts", profile, it -> it.attempts().count(reply), "reply", words);
    }
    if (hasTokens) {
      String name = "dromail.token.fetches";
      count(name, profile, it -> it.tokens().fetches(), "result", "fetched");
      count(name, profile, it -> it.tokens().failures(), "result", "failed");
    }
  }

  private void count(
      String name, String profile, ToDoubleFunction<PooledMailSender> figure, String... tags) {
    FunctionCounter.builder(name, this, any -> now(profile, figure))
        .tags(Tags.of(PROFILE, profile).and(tags))
        .register(registry);
  }

  private Row<?> row(String profile, ToDoubleFunction<PooledMailSender> figure, String... tags) {
    return Row.of(Tags.of(PROFILE, profile).and(tags), this, any -> now(profile, figure));
  }

  private double now(String profile, ToDoubleFunction<PooledMailSender> figure) {
    PooledMailSender sender = senders.apply(profile);
    return sender == null ? 0 : figure.applyAsDouble(sender);
  }
}

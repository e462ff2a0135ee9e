package io.dromail.send;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.dromail.mail.LimitsLeft;
import java.time.Instant;
import java.util.List;

/**
 * How an SMTP profile stands, as {@code GET /v1/profiles} shows it; never a secret.
 *
 * @param server as host:port
 * @param state {@code ready}, {@code slow}, {@code paused}, {@code failing} (the last mail couldn't
 *     reach the server), {@code open} (its circuit: the server is left alone) or {@code half-open}
 *     (the next mail will tell)
 * @param cause why it isn't ready, in words, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProfileState(
    String name,
    String preset,
    String server,
    String tls,
    String user,
    String state,
    String cause,
    Connections connections,
    Limited limits,
    Left left,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> slowDomains,
    LastError lastError) {

  /** All that a profile's state may be. */
  static final List<String> STATES =
      List.of("ready", "slow", "paused", "failing", "open", "half-open");

  static ProfileState of(
      ProfileSettings profile,
      Pace pace,
      Circuit circuit,
      Connections connections,
      List<String> slowDomains,
      PooledMailSender.LastError lastError) {
    String open = circuit.state();
    String state =
        pace.paused() != null
            ? "paused"
            : !open.equals("closed") ? open : pace.isSlow() ? "slow" : "ready";
    return new ProfileState(
        profile.name(),
        profile.preset(),
        profile.server().toString(),
        profile.server().tls().toString(),
        profile.user(),
        state,
        pace.paused() != null ? pace.paused() : circuit.cause(),
        connections,
        Limited.of(profile),
        null,
        slowDomains,
        lastError == null ? null : new LastError(lastError.at(), lastError.message()));
  }

  /** The same with what is left of its limits. */
  ProfileState with(LimitsLeft limitsLeft) {
    return new ProfileState(
        name,
        preset,
        server,
        tls,
        user,
        state,
        cause,
        connections,
        limits,
        new Left(
            limitsLeft.mailsThisMinute(),
            limitsLeft.recipientsToday(),
            limitsLeft.nextMailAt(),
            limitsLeft.held()),
        slowDomains,
        lastError);
  }

  /** Whether mails go through it as they should. */
  boolean isUp() {
    return state.equals("ready") || state.equals("slow");
  }

  /**
   * The connections of this process.
   *
   * @param limit how many there may be now
   * @param opened since the start
   * @param reused how often a mail found one that was open already
   */
  public record Connections(int limit, int open, int inUse, long opened, long reused) {
    int idle() {
      return Math.max(0, open - inUse);
    }
  }

  /** Its limits; null where there is none. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Limited(
      Integer connectionsInAll,
      Integer mailsPerMinute,
      Integer recipientsPerDay,
      Integer domainMailsPerMinute,
      Integer domainConnections,
      Integer sizeLimitBytes,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> senders) {

    static Limited of(ProfileSettings profile) {
      return new Limited(
          given(profile.limits().connections()),
          given(profile.limits().mailsPerMinute()),
          given(profile.limits().recipientsPerDay()),
          given(profile.limits().domainMailsPerMinute()),
          given(profile.domainConnections()),
          given(profile.sizeLimit()),
          profile.senders());
    }

    private static Integer given(int limit) {
      return limit == 0 ? null : limit;
    }
  }

  /** What is left of the limits, and how many mails this process has put back for them. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Left(
      Integer mailsThisMinute, Integer recipientsToday, Instant nextMailAt, int held) {}

  /** What went wrong last. */
  public record LastError(Instant at, String message) {}
}

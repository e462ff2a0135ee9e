package io.dromail.send;

import com.nimbusds.oauth2.sdk.token.AccessToken;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access token of a profile, fetched when a connection asks for it and shared by all of them.
 * One fetch at a time: who needs a token waits for it, and shares its failure, too. A token is
 * renewed 5 minutes before it expires, or with a tenth of its life left if that's shorter; if that
 * fails, it's used to its end. Thread-safe.
 */
final class TokenCache {

  private static final Logger LOG = LoggerFactory.getLogger(TokenCache.class);
  private static final Duration EARLY = Duration.ofMinutes(5);
  private static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(30);

  /** For an endpoint that doesn't say how long its tokens are good (RFC 6749 section 5.1). */
  private static final Duration UNSAID = Duration.ofMinutes(5);

  /** A new token that is refused, too, isn't what is wrong. */
  private static final Duration BETWEEN_DISCARDS = Duration.ofMinutes(1);

  private final String profile;
  private final TokenSource source;
  private final InstantSource clock;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile Held held;
  private volatile TokenState state = TokenState.NEW;
  private TokenFailure lastFailure;
  private Instant discardedAt = Instant.MIN;

  TokenCache(String profile, TokenSource source, InstantSource clock) {
    this.profile = profile;
    this.source = source;
    this.clock = clock;
  }

  /** A token that is good now. */
  String token() throws TokenFailure {
    Held token = held;
    Instant now = clock.instant();
    if (token != null && now.isBefore(token.renewAt())) {
      return token.value();
    }
    return token != null && now.isBefore(token.expiresAt()) ? renewed(token) : needed();
  }

  /** Throws a token away that a server refused, but not one that came in its place just now. */
  void discard(String refused) {
    fetching.lock();
    try {
      Held token = held;
      Instant now = clock.instant();
      if (token != null
          && token.value().equals(refused)
          && (discardedAt == Instant.MIN || !now.isBefore(discardedAt.plus(BETWEEN_DISCARDS)))) {
        held = null;
        discardedAt = now;
        state = state.discarded();
      }
    } finally {
      fetching.unlock();
    }
  }

  TokenState state() {
    return state;
  }

  /** Nobody waits for a new one as long as the old one is good. */
  private String renewed(Held old) {
    if (!fetching.tryLock()) {
      return old.value();
    }
    try {
      return held == old ? fetch().value() : held == null ? old.value() : held.value();
    } catch (TokenFailure e) {
      LOG.warn("profile {}: the token is good until {}, but {}", profile, old.expiresAt(), e);
      held = old.renewedAfter(clock.instant().plus(BEFORE_ANOTHER_TRY));
      return old.value();
    } finally {
      fetching.unlock();
    }
  }

  private String needed() throws TokenFailure {
    long failures = state.failures();
    fetching.lock();
    try {
      Held token = held;
      if (token != null && clock.instant().isBefore(token.expiresAt())) {
        return token.value();
      }
      if (state.failures() > failures) {
        throw lastFailure;
      }
      return fetch().value();
    } finally {
      fetching.unlock();
    }
  }

  private Held fetch() throws TokenFailure {
    try {
      AccessToken token = source.fetch();
      Instant now = clock.instant();
      Duration life = token.getLifetime() > 0 ? Duration.ofSeconds(token.getLifetime()) : UNSAID;
      Duration tenth = life.dividedBy(10);
      Instant end = now.plus(life);
      held = new Held(token.getValue(), end.minus(tenth.compareTo(EARLY) < 0 ? tenth : EARLY), end);
      state = state.fetched(now, end);
      return held;
    } catch (TokenFailure e) {
      lastFailure =
          new TokenFailure(e.isOfCredentials(), "profile " + profile + ": " + e.getMessage());
      state = state.failed(e.getMessage());
      throw lastFailure;
    }
  }

  private record Held(String value, Instant renewAt, Instant expiresAt) {

    Held renewedAfter(Instant time) {
      return new Held(value, time.isBefore(expiresAt) ? time : expiresAt, expiresAt);
    }

    @Override
    public String toString() {
      return "a token until " + expiresAt;
    }
  }
}

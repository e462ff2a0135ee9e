package io.dromail.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class TokenCacheTest {

  private final SettableClock clock = new SettableClock();
  private final AtomicInteger fetches = new AtomicInteger();
  private final CountDownLatch gate = new CountDownLatch(1);
  private volatile TokenFailure failure;
  private volatile boolean slow;
  private long lifetime = 3600;
  private final TokenCache cache = new TokenCache("office", this::fetch, clock);

  @Test
  void fetchesATokenWhenItIsNeededAndKeepsIt() throws Exception {
    assertThat(cache.state()).isEqualTo(TokenState.NEW);

    assertThat(cache.token()).isEqualTo("token-1");
    assertThat(cache.token()).isEqualTo("token-1");

    assertThat(cache.state())
        .isEqualTo(new TokenState(1, 0, clock.instant(), clock.instant().plusSeconds(3600), null));
  }

  @ParameterizedTest
  @CsvSource({"3600,3299,3300", "100,89,90", "0,269,270"})
  void renewsATokenBeforeItExpires(long seconds, long stillTheOld, long aNewOne) throws Exception {
    lifetime = seconds;
    cache.token();

    clock.pass(Duration.ofSeconds(stillTheOld));
    assertThat(cache.token()).isEqualTo("token-1");
    clock.pass(Duration.ofSeconds(aNewOne - stillTheOld));
    assertThat(cache.token()).isEqualTo("token-2");
  }

  @Test
  void usesTheOldTokenToItsEndWhenItCannotBeRenewed() throws Exception {
    cache.token();
    failure = new TokenFailure(false, "down");

    clock.pass(Duration.ofSeconds(3300));
    assertThat(cache.token()).isEqualTo("token-1");
    assertThat(cache.token()).as("no second try within 30 s").isEqualTo("token-1");
    assertThat(cache.state().failures()).isEqualTo(1);
    assertThat(cache.state().lastError()).isEqualTo("down");
    clock.pass(Duration.ofSeconds(31));
    assertThat(cache.token()).isEqualTo("token-1");
    assertThat(cache.state().failures()).isEqualTo(2);
    clock.pass(Duration.ofSeconds(269));
    assertThatThrownBy(cache::token).hasMessage("profile office: down");

    failure = null;
    assertThat(cache.token()).isEqualTo("token-5");
    assertThat(cache.state().lastError()).isNull();
    assertThat(cache.state().fetches()).isEqualTo(2);
  }

  @Test
  void fetchesOneTokenForAllWhoWait() throws Exception {
    slow = true;
    List<CompletableFuture<String>> tokens = ask(8);

    gate.countDown();

    assertThat(tokens).allSatisfy(token -> assertThat(token.get()).isEqualTo("token-1"));
    assertThat(fetches).hasValue(1);
  }

  @Test
  void tellsAllWhoWaitOfTheFailure() throws Exception {
    slow = true;
    failure = new TokenFailure(true, "invalid_client");
    List<CompletableFuture<String>> tokens = ask(8);

    gate.countDown();

    assertThat(tokens)
        .allSatisfy(
            token ->
                assertThatThrownBy(token::get)
                    .hasMessageContaining("profile office: invalid_client"));
    assertThat(fetches).hasValue(1);
  }

  @Test
  void letsNobodyWaitForARenewal() throws Exception {
    cache.token();
    clock.pass(Duration.ofSeconds(3301));
    slow = true;
    CompletableFuture<String> renewing = CompletableFuture.supplyAsync(this::token);
    await().until(() -> fetches.get() == 2);

    assertThat(cache.token()).isEqualTo("token-1");

    gate.countDown();
    assertThat(renewing.get()).isEqualTo("token-2");
    assertThat(cache.token()).isEqualTo("token-2");
  }

  @Test
  void replacesARefusedTokenOnceAMinute() throws Exception {
    cache.token();

    cache.discard("token-1");
    assertThat(cache.state().expiresAt()).isNull();
    assertThat(cache.token()).isEqualTo("token-2");
    cache.discard("token-1");
    assertThat(cache.token()).as("another connection had the old one").isEqualTo("token-2");
    cache.discard("token-2");
    assertThat(cache.token()).as("the token isn't what is wrong").isEqualTo("token-2");
    clock.pass(Duration.ofMinutes(5));
    cache.discard("token-2");
    assertThat(cache.token()).isEqualTo("token-3");
  }

  private List<CompletableFuture<String>> ask(int threads) {
    List<CompletableFuture<String>> tokens = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      CompletableFuture<String> token = new CompletableFuture<>();
      Thread thread = new Thread(() -> complete(token), "asks-" + i);
      thread.start();
      await().until(() -> thread.getState() == Thread.State.WAITING);
      tokens.add(token);
    }
    return tokens;
  }

  private void complete(CompletableFuture<String> token) {
    try {
      token.complete(cache.token());
    } catch (TokenFailure e) {
      token.completeExceptionally(e);
    }
  }

  private String token() {
    try {
      return cache.token();
    } catch (TokenFailure e) {
      throw new IllegalStateException(e);
    }
  }

  private AccessToken fetch() throws TokenFailure {
    int number = fetches.incrementAndGet();
    if (slow) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (failure != null) {
      throw failure;
    }
    return new BearerAccessToken("token-" + number, lifetime, null);
  }
}

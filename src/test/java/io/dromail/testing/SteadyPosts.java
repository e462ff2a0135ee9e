package io.dromail.testing;

import io.dromail.house.Requests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Posts mails at a steady rate, whatever the answers, and keeps what became of each post. */
public final class SteadyPosts implements AutoCloseable {

  private static final int TICKS_A_SECOND = 100;

  private final Gateway gateway;
  private final Queue<Post> posts = new ConcurrentLinkedQueue<>();
  private final AtomicInteger begun = new AtomicInteger();
  private final Ticker ticker;

  /**
   * Begins.
   *
   * @param rate mails a second; a multiple of 100
   */
  public SteadyPosts(Gateway gateway, int rate) {
    this.gateway = gateway;
    ticker =
        Ticker.every(
            1_000 / TICKS_A_SECOND,
            () -> {
              for (int i = 0; i < rate / TICKS_A_SECOND; i++) {
                post();
              }
            });
  }

  private void post() {
    int number = begun.incrementAndGet();
    long at = System.nanoTime();
    gateway
        .postAsync(Requests.mailTo("r" + number + "@example.org"))
        .whenComplete(
            (answer, failure) ->
                posts.add(
                    failure == null
                        ? new Post(at, answer.took(), answer.status(), answer.body(), id(answer))
                        : new Post(at, Duration.ZERO, 0, String.valueOf(failure), "")));
  }

  private static String id(HttpAnswer answer) {
    return answer.status() == 202 ? answer.text("message_id") : "";
  }

  /** No further ones; all that were begun are answered then. */
  @Override
  public void close() {
    ticker.close();
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> posts.size() >= begun.get());
  }

  public List<Post> all() {
    return new ArrayList<>(posts);
  }

  /** How long the slowest answer of the quickest 99 in 100 took, of posts begun in between. */
  public Duration p99(long fromNanos, long toNanos) {
    List<Duration> took =
        posts.stream()
            .filter(post -> post.at() >= fromNanos && post.at() < toNanos)
            .map(Post::took)
            .sorted()
            .toList();
    return took.isEmpty() ? Duration.ZERO : took.get((int) (took.size() * 0.99));
  }

  /**
   * A mail that was posted.
   *
   * @param at {@link System#nanoTime} when it was sent
   * @param status of the answer; 0 if there was none
   * @param messageId empty unless it was accepted
   */
  public record Post(long at, Duration took, int status, String body, String messageId) {}
}

package io.dromail.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Predicate;

/** What a running gateway says about its routes on the health page. */
final class RoutesHealth {

  private static final String PATH = "/health";
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Api api;

  RoutesHealth(Api api) {
    this.api = api;
  }

  /**
   * Asks.
   *
   * @throws CommandFailed if nobody answers who knows
   */
  JsonNode ask() {
    Answer answer;
    try {
      answer = api.get(PATH);
    } catch (CommandFailed nobodyAnswers) {
      throw CommandFailed.unknown(nobodyAnswers.getMessage());
    }
    JsonNode routes = answer.json().path("details").path("routes");
    if (!routes.has("digest")) {
      throw CommandFailed.unknown(
          "What answers at " + api.at(PATH) + " says nothing about routes; is it a Dromail?");
    }
    return routes;
  }

  /** Asks; empty if nobody answers who knows. */
  Optional<JsonNode> look() {
    try {
      return Optional.of(ask());
    } catch (CommandFailed nobodyKnows) {
      return Optional.empty();
    }
  }

  /** Asks until the answer is as wanted or the time is up; the last answer, if there was one. */
  Optional<JsonNode> await(Predicate<JsonNode> wanted, Duration atMost) {
    Instant end = Instant.now().plus(atMost);
    Optional<JsonNode> answer = look();
    try {
      while (answer.isPresent() && !wanted.test(answer.get()) && Instant.now().isBefore(end)) {
        Thread.sleep(PAUSE.toMillis());
        answer = look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answer;
  }

  /** Whether an edit was refused, and none was taken after it. */
  static boolean isRefused(JsonNode routes) {
    return routes.path("rejected").size() > 0;
  }

  /** Whether the newest edit was refused at a time or after it. */
  static boolean isRefusedSince(JsonNode routes, Instant time) {
    try {
      return isRefused(routes)
          && !Instant.parse(routes.path("rejected_at").asText()).isBefore(time);
    } catch (DateTimeParseException unknown) {
      return false;
    }
  }
}

package io.dromail.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Finds out whether a mail went to the sandbox, so that its sender can be told where to see it. */
final class SandboxHint {

  private static final int LOOKS = 10;
  private static final long PAUSE_MS = 100;

  private final Api api;

  SandboxHint(Api api) {
    this.api = api;
  }

  /** Waits for up to a second until the mail is there; empty if a provider is configured. */
  Optional<String> look(String id) {
    try {
      for (int i = 0; i < LOOKS; i++) {
        Answer list = api.get(SandboxCommand.PATH);
        if (!list.isGood()) {
          return Optional.empty();
        }
        for (JsonNode mail : list.json().path("data")) {
          if (mail.path("id").asText().equals(id)) {
            return Optional.of(hint("/sandbox/" + mail.path("n").asInt()));
          }
        }
        Thread.sleep(PAUSE_MS);
      }
      return Optional.of(hint("/sandbox"));
    } catch (CommandFailed nobodyAnswers) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Where everything that arrived can be seen; empty if a provider is configured. */
  Optional<String> page() {
    try {
      boolean sandbox = api.get(SandboxCommand.PATH).isGood();
      return sandbox ? Optional.of(hint("/sandbox")) : Optional.empty();
    } catch (CommandFailed nobodyAnswers) {
      return Optional.empty();
    }
  }

  private String hint(String page) {
    String command = page.substring(1).replace('/', ' ');
    return "see it at " + api.at(page) + " or with ./dromail " + command;
  }
}

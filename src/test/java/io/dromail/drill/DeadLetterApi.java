package io.dromail.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dromail.testing.Gateway;
import io.dromail.testing.HttpAnswer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** Dead letters in the workbench, the latest first. */
final class DeadLetterApi implements DeadLetterBox {
  private static final String FIRST_PAGE = "/v1/dead-letters?limit=100";

  private final Supplier<Gateway> gateway;
  private final Set<String> known = new HashSet<>();

  DeadLetterApi(Supplier<Gateway> gateway) {
    this.gateway = gateway;
  }

  @Override
  public void collect(Ledger ledger) {
    String page = FIRST_PAGE;
    boolean more = true;
    while (more) {
      JsonNode answer = get(page);
      more = false;
      for (JsonNode letter : answer.path("data")) {
        if (known.add(letter.path("id").asText())) {
          more = true;
          enter(letter, ledger);
        }
      }
      String next = answer.path("next").asText("");
      more &= !next.isEmpty();
      page = FIRST_PAGE + "&cursor=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    }
  }

  private static void enter(JsonNode letter, Ledger ledger) {
    ledger.find(
        letter.path("recipients").toString(),
        (parcel, recipient) ->
            parcel.dead(recipient, letter.path("reason").asText(), letter.path("cause").asText()));
  }

  private JsonNode get(String path) {
    Gateway there = gateway.get();
    HttpAnswer answer = there.call(there.api(path).build());
    if (answer.status() == 503) {
      // The database is away: nothing yet.
      return MissingNode.getInstance();
    }
    if (answer.status() != 200) {
      throw new IllegalStateException("no dead letters: " + answer);
    }
    return answer.json();
  }
}

package io.dromail.live;

import io.dromail.mail.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Header;

/**
 * Edits, told and undone over HTTP: what was in force, what is otherwise now, and back to it.
 * Thread-safe; called by the {@code routes-history} routes.
 */
public final class Edits implements CamelContextAware {

  private CamelContext context;

  /** What was in force, the newest first, as the contract's {@code RouteHistory}. */
  public Map<String, Object> history() {
    List<HistoryEntry> entries = new ArrayList<>(live().map(LiveRoutes::entries).orElse(List.of()));
    Collections.reverse(entries);
    return Map.of("data", entries);
  }

  /**
   * Writes the files of an entry back; the gateway takes them, or refuses them, as any edit.
   *
   * @return the names of the files that were otherwise, as the contract's {@code RolledBack}
   * @throws Refused 404 if there's no such entry, 409 if the folders can't be written
   */
  public synchronized Map<String, Object> rollBack(@Header("number") String number)
      throws Refused, IOException {
    try {
      return Map.of("files", of(number, LiveRoutes::rollBack));
    } catch (CannotRollBack e) {
      throw Refused.because(409, "not_writable", "Not rolled back, " + e.getMessage() + ".");
    }
  }

  /**
   * What {@link #rollBack} would change now, without its secrets.
   *
   * @return as the contract's {@code RouteDifference}
   * @throws Refused 404 if there's no such entry
   */
  public Map<String, Object> difference(@Header("number") String number)
      throws Refused, IOException {
    List<String> lines = of(number, LiveRoutes::difference);
    return Map.of("lines", SecretMask.of(lines));
  }

  private <T> T of(String number, Question<T> question) throws Refused, IOException {
    Optional<LiveRoutes> live = live();
    Optional<T> answer = Optional.empty();
    if (live.isPresent() && number.matches("[1-9]\\d{0,8}")) {
      answer = question.ask(live.get(), Integer.parseInt(number));
    }
    return answer.orElseThrow(
        () -> Refused.because(404, "not_found", "The history has no number " + number + "."));
  }

  /** Empty in a gateway that doesn't run. */
  private Optional<LiveRoutes> live() {
    return context.getRegistry().findByType(LiveRoutes.class).stream().findFirst();
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    context = camelContext;
  }

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  /** About an entry of the history; empty if there's none of that number. */
  @FunctionalInterface
  private interface Question<T> {
    Optional<T> ask(LiveRoutes live, int number) throws IOException;
  }
}

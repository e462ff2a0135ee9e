package io.dromail.live;

import io.dromail.mail.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Header;

/**
 * Edits, told and undone over HTTP: what was in force, and back to it. Thread-safe; called by the
 * {@code routes-history} routes.
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
      return Map.of("files", written(number));
    } catch (CannotRollBack e) {
      throw Refused.because(409, "not_writable", "Not rolled back, " + e.getMessage() + ".");
    }
  }

  private SortedSet<String> written(String number) throws Refused, IOException {
    Optional<LiveRoutes> live = live();
    Optional<SortedSet<String>> files = Optional.empty();
    if (live.isPresent() && number.matches("[1-9]\\d{0,8}")) {
      files = live.get().rollBack(Integer.parseInt(number));
    }
    return files.orElseThrow(
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
}

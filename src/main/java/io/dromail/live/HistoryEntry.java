package io.dromail.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;

/**
 * One of the sets that were in force, as its {@code change.json} tells it.
 *
 * @param number counts up
 * @param time when it was taken
 * @param digest of the whole set
 * @param by who owns the newest of the changed files; null if nobody knows
 * @param backTo the number of the older entry that it equals; null if there's none
 * @param changes what is otherwise than before; empty for the first
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HistoryEntry(
    int number, Instant time, String digest, String by, Integer backTo, List<Change> changes) {

  /** Absent in the file, if empty. */
  public HistoryEntry {
    changes = changes == null ? List.of() : List.copyOf(changes);
  }

  /**
   * What happened to a file.
   *
   * @param file its name in the set
   * @param what {@code added}, {@code changed} or {@code removed}
   */
  public record Change(String file, String what) {

    static List<Change> between(RouteSet before, RouteSet now) {
      SortedSet<String> names = now.changedFrom(before);
      return names.stream().map(name -> new Change(name, what(name, before, now))).toList();
    }

    private static String what(String name, RouteSet before, RouteSet now) {
      if (!before.files().containsKey(name)) {
        return "added";
      }
      return now.files().containsKey(name) ? "changed" : "removed";
    }
  }
}

package io.dromail.deadletter;

import io.dromail.mail.DomainName;
import io.dromail.mail.Refused;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Which letters are meant, as the contract has it: the parameters of a list and the fields of a
 * bulk request have the same names. Immutable.
 *
 * @param scope the tenant whose letters they are; empty for everybody's
 * @param replayed whether letters are meant that were replayed, and not those that still wait
 * @param exact columns and the values that they must have
 * @param before failed before, or null
 * @param after failed after, or null
 * @param words what the cause must contain, in lower case, or null
 */
record LetterFilter(
    String scope,
    boolean replayed,
    Map<String, Object> exact,
    Instant before,
    Instant after,
    String words) {

  private static final Set<String> EXACT =
      Set.of("reason", "profile", "domain", "template", "lane");
  private static final Set<String> REASONS = Set.of("permanent", "exhausted", "unknown");
  private static final Set<String> STATES = Set.of(Letter.WAITING, Letter.REPLAYED);

  /** The names that a filter is written with. */
  static final Set<String> NAMES =
      Set.of(
          "state", "reason", "profile", "domain", "template", "lane", "id", "before", "after", "q");

  /**
   * Reads a filter; names that aren't a filter's are left to others.
   *
   * @throws Refused 422 {@code invalid_parameter}
   */
  static LetterFilter of(Map<String, String> fields, String scope) throws Refused {
    Map<String, Object> exact = new java.util.TreeMap<>();
    for (String name : EXACT) {
      if (fields.get(name) != null) {
        exact.put(name, fields.get(name).replace("\0", ""));
      }
    }
    oneOf(fields, "reason", REASONS);
    oneOf(fields, "state", STATES);
    exact.computeIfPresent(
        "domain", (name, value) -> DomainName.ascii(value.toString()).toLowerCase(Locale.ROOT));
    if (fields.get("id") != null) {
      exact.put("mail_id", uuid(fields.get("id")));
    }
    String words = fields.get("q");
    return new LetterFilter(
        scope,
        Letter.REPLAYED.equals(fields.get("state")),
        exact,
        time(fields, "before"),
        time(fields, "after"),
        words == null ? null : words.toLowerCase(Locale.ROOT));
  }

  /** Whether it means every letter that waits. */
  boolean isEmpty() {
    return exact.isEmpty() && before == null && after == null && words == null;
  }

  /** The condition behind {@code where}. */
  Sql where() {
    Sql where = new Sql(replayed ? "state = 'replayed'" : "state <> 'replayed'");
    if (!scope.isEmpty()) {
      where.add("and tenant = ?", scope);
    }
    exact.forEach((column, value) -> where.add("and " + column + " = ?", value));
    if (before != null) {
      where.add("and failed_at < ?", before);
    }
    if (after != null) {
      where.add("and failed_at > ?", after);
    }
    if (words != null) {
      where.add("and lower(cause) like ? escape '!'", "%" + literal(words) + "%");
    }
    return where;
  }

  /** Refuses what isn't known, so that a typing error doesn't mean more letters than intended. */
  static void known(Set<String> given, Set<String> others) throws Refused {
    Set<String> unknown = new LinkedHashSet<>(given);
    unknown.removeAll(NAMES);
    unknown.removeAll(others);
    if (!unknown.isEmpty()) {
      throw Refused.field("invalid_parameter", unknown.iterator().next(), "is not a known field");
    }
  }

  private static void oneOf(Map<String, String> fields, String name, Set<String> values)
      throws Refused {
    String value = fields.get(name);
    if (value != null && !values.contains(value)) {
      throw Refused.field(
          "invalid_parameter",
          name,
          "must be one of " + String.join(", ", new java.util.TreeSet<>(values)));
    }
  }

  private static UUID uuid(String text) throws Refused {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException notOne) {
      throw Refused.field("invalid_parameter", "id", "must be the id of a mail, a UUID");
    }
  }

  private static Instant time(Map<String, String> fields, String name) throws Refused {
    try {
      return fields.get(name) == null ? null : OffsetDateTime.parse(fields.get(name)).toInstant();
    } catch (DateTimeException notOne) {
      throw Refused.field(
          "invalid_parameter", name, "must be a time with its offset, as 2026-11-23T09:30:00Z");
    }
  }

  private static String literal(String words) {
    return words.replace("!", "!!").replace("%", "!%").replace("_", "!_").replace("\0", "");
  }
}

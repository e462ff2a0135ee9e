package io.dromail.deadletter;

import io.dromail.mail.Refused;
import java.util.Map;
import java.util.Set;

/**
 * What is to be done to many letters.
 *
 * @param limit at most so many in this call
 * @param dryRun only counts
 * @param rate mails a second, at most; 0 for no limit
 */
record BulkRequest(LetterFilter filter, int limit, boolean dryRun, double rate) {

  private static final Set<String> OPTIONS = Set.of("all", "dry_run", "limit", "rate");
  private static final int LIMIT = 500;

  /** A call that is held back shall still be answered soon; the client calls again. */
  private static final double SECONDS_AT_MOST = 5;

  /**
   * Reads a request.
   *
   * @throws Refused also if it means every letter and doesn't say so
   */
  static BulkRequest read(byte[] body, String scope) throws Refused {
    Map<String, String> fields = RequestFields.of(RequestFields.object(body));
    LetterFilter.known(fields.keySet(), OPTIONS);
    LetterFilter filter = LetterFilter.of(fields, scope);
    if (filter.isEmpty() && !isTrue(fields, "all")) {
      throw Refused.field(
          "missing_required_field", "all", "must be true where no filter chooses letters");
    }
    double rate = rate(fields.get("rate"));
    int limit = RequestFields.limit(fields, LIMIT);
    int inTime = rate == 0 ? limit : (int) Math.max(1, Math.min(limit, rate * SECONDS_AT_MOST));
    return new BulkRequest(filter, inTime, isTrue(fields, "dry_run"), rate);
  }

  private static boolean isTrue(Map<String, String> fields, String name) throws Refused {
    String value = fields.getOrDefault(name, "false");
    if (!value.equals("true") && !value.equals("false")) {
      throw Refused.field("invalid_parameter", name, "must be true or false");
    }
    return value.equals("true");
  }

  private static double rate(String text) throws Refused {
    if (text == null) {
      return 0;
    }
    double rate = text.matches("\\d{1,6}(\\.\\d{1,3})?") ? Double.parseDouble(text) : 0;
    if (rate < 0.01) {
      throw Refused.field("invalid_parameter", "rate", "must be 0.01 or more mails a second");
    }
    return rate;
  }
}

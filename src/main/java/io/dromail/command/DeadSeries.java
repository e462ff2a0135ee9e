package io.dromail.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;

/** Replays or purges many letters, call by call, and shows how far it is. Used once. */
final class DeadSeries {

  private final DeadApi api;
  private final PrintWriter out;
  private final String what;
  private final String done;

  /**
   * For one of the bulk calls.
   *
   * @param what replay or purge
   * @param done its past participle, as in the answer
   */
  DeadSeries(DeadApi api, PrintWriter out, String what, String done) {
    this.api = api;
    this.out = out;
    this.what = what;
    this.done = done;
  }

  /** Tells how many there are. */
  void count(ObjectNode request) {
    int matched = api.act(what, request.put("dry_run", true)).path("matched").asInt();
    out.printf(Locale.ROOT, "%,d dead letters would be %s.%n", matched, done);
    out.flush();
  }

  /**
   * Calls until all letters are done that there were at first; those that fail again meanwhile are
   * newer, and stay.
   */
  void run(ObjectNode request) {
    long began = System.nanoTime();
    int total = api.act(what, request.deepCopy().put("dry_run", true)).path("matched").asInt();
    int count = 0;
    if (total > 0) {
      ProgressBar bar = new ProgressBar(total, out);
      try {
        for (int step = 1; step > 0 && count < total; count += step) {
          request.put("limit", Math.min(limit(request), total - count));
          JsonNode answer = api.act(what, request);
          step = answer.path(done).asInt();
          for (int i = 0; i < step; i++) {
            bar.step();
          }
        }
      } catch (CommandFailed failed) {
        bar.end();
        out.printf(Locale.ROOT, "%s %,d of %,d, then:%n", done, count, total);
        out.flush();
        throw failed;
      }
      bar.end();
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    out.printf(
        Locale.ROOT, "%s %,d of %,d in %.1f s%n", Terminal.green(done), count, total, seconds);
    out.flush();
  }

  /** Small enough that the bar moves. */
  private static int limit(ObjectNode request) {
    return request.path("rate").asDouble() > 0
        ? (int) Math.max(1, Math.min(100, request.path("rate").asDouble()))
        : 100;
  }
}

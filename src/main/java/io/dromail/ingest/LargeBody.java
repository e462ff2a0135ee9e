package io.dromail.ingest;

import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;

/**
 * A request body that is in a file, until the request is answered.
 *
 * @param file where it is
 * @param workers the threads that work on it
 */
record LargeBody(Path file, WorkerExecutor workers) {

  private static final String KEY = LargeBody.class.getName();

  /** That of a request, or null if its body is a small one. */
  static LargeBody of(RoutingContext request) {
    return request.get(KEY);
  }

  void belongsTo(RoutingContext request) {
    request.put(KEY, this);
  }
}

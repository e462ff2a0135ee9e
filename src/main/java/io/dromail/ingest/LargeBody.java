package io.dromail.ingest;

import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;

/**
 * A request body that is in a file, until the request is answered.
 *
 * @param file where it is
 */
record LargeBody(Path file) {

  private static final String KEY = LargeBody.class.getName();

  /** That of a request, or null if its body is a small one. */
  static LargeBody of(RoutingContext request) {
    return request.get(KEY);
  }

  void belongsTo(RoutingContext request) {
    request.put(KEY, this);
  }
}

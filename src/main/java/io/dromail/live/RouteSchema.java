package io.dromail.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.util.List;

/**
 * Holds a route file against Camel's own schema of its YAML language. Keeps the schema as long as
 * there is memory: 6 MB. Thread-safe.
 */
final class RouteSchema {

  /** In the jar of Camel's YAML language. */
  static final String FILE = "/schema/camelYamlDsl.json";

  private static final int FINDINGS_AT_MOST = 3;

  private SoftReference<JsonNode> schema = new SoftReference<>(null);

  /** What the schema finds in a file, not more than the first few. */
  List<Finding> check(RouteFile file) throws IOException {
    JsonNode rules = schema();
    return new SchemaWalk(rules, file.name())
        .faults(rules, file.root(), "the file").stream().limit(FINDINGS_AT_MOST).toList();
  }

  private synchronized JsonNode schema() throws IOException {
    JsonNode read = schema.get();
    if (read == null) {
      try (InputStream in = RouteSchema.class.getResourceAsStream(FILE)) {
        read = new ObjectMapper().readTree(in);
      }
      schema = new SoftReference<>(read);
    }
    return read;
  }
}

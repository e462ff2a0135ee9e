package io.dromail.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The published contract, {@code openapi.yaml}: what is served, which paths and methods there are,
 * and the schemas that requests are validated against. Immutable.
 */
public final class Contract {

  private static final String FILE = "/openapi.yaml";

  private final byte[] source;
  private final JsonNode document;
  private final List<PublishedPath> paths = new ArrayList<>();

  /** Reads the file from the class path. */
  public Contract() throws IOException {
    try (InputStream in = Contract.class.getResourceAsStream(FILE)) {
      source = in.readAllBytes();
    }
    document = new YAMLMapper().readTree(source);
    Iterator<String> names = document.path("paths").fieldNames();
    while (names.hasNext()) {
      String path = names.next();
      List<String> methods = new ArrayList<>();
      document
          .path("paths")
          .path(path)
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (List.of("get", "post", "put", "patch", "delete").contains(name)) {
                  methods.add(name.toUpperCase(Locale.ROOT));
                }
              });
      String regex = path.replace(".", "\\.").replaceAll("\\{[^}]+}", "[^/]+");
      paths.add(new PublishedPath(path, Pattern.compile(regex), methods));
    }
  }

  /** The file as it is. */
  public byte[] source() {
    return source.clone();
  }

  /** The whole document, for the schemas in it. */
  JsonNode document() {
    return document;
  }

  /** The methods that a request path has; empty if there is no such path. */
  List<String> methods(String path) {
    return paths.stream()
        .filter(published -> published.pattern.matcher(path).matches())
        .findFirst()
        .map(PublishedPath::methods)
        .orElse(List.of());
  }

  private record PublishedPath(String path, Pattern pattern, List<String> methods) {}
}

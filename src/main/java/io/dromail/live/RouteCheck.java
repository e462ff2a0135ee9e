package io.dromail.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.main.Main;

/**
 * Judges a folder of routes without running them: each file against Camel's schema, then all of
 * them together in a context that never starts a consumer, then what Camel lets pass: a {@code
 * direct:} that no route serves.
 */
public final class RouteCheck {

  private final Supplier<Main> scratch;
  private final Function<Path, List<Finding>> beside;

  /**
   * With a way to a gateway that listens on free ports and talks to nobody.
   *
   * @param scratch makes a new one each time
   * @param beside judges the other files in the folder
   */
  public RouteCheck(Supplier<Main> scratch, Function<Path, List<Finding>> beside) {
    this.scratch = scratch;
    this.beside = beside;
  }

  /** What is wrong with the folder; empty if it can be run. */
  public List<Finding> check(Path routes) throws IOException {
    List<Finding> findings = new ArrayList<>();
    RouteSchema schema = new RouteSchema();
    List<Path> files;
    try (Stream<Path> all = Files.list(routes)) {
      files = all.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList();
    }
    if (files.isEmpty()) {
      return List.of(new Finding(routes.toString(), 0, "no *.camel.yaml in this folder"));
    }
    for (Path file : files) {
      findings.addAll(schema.check(file));
    }
    findings.addAll(beside.apply(routes));
    if (findings.isEmpty()) {
      findings.addAll(load());
    }
    return findings;
  }

  private List<Finding> load() {
    Main main = scratch.get();
    main.configure().withAutoStartup(false);
    try {
      main.start();
      return unserved(main.getCamelContext());
    } catch (Exception e) {
      return List.of(new Finding("routes", 0, words(e)));
    } finally {
      main.stop();
    }
  }

  private static List<Finding> unserved(CamelContext context) {
    Set<String> served =
        context.getRoutes().stream()
            .map(Route::getEndpoint)
            .map(Endpoint::getEndpointKey)
            .collect(Collectors.toSet());
    Set<String> asked = new TreeSet<>();
    for (Endpoint endpoint : context.getEndpoints()) {
      if (endpoint instanceof DirectEndpoint) {
        asked.add(endpoint.getEndpointKey());
      }
    }
    asked.removeAll(served);
    return asked.stream()
        .map(uri -> new Finding("routes", 0, "no route serves " + uri.replace("://", ":")))
        .toList();
  }

  private static String words(Throwable e) {
    StringBuilder words = new StringBuilder();
    String last = "";
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
      if (!last.contains(message)) {
        words.append(words.isEmpty() ? "" : "; ").append(message);
      }
      last = message;
    }
    return words.toString();
  }
}

package io.dromail.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/**
 * Judges a folder of routes without running them: each file as YAML and against Camel's schema,
 * what Camel lets pass, the files beside them, and then all of them together in a gateway that
 * never starts a consumer. One check at a time.
 */
public final class RouteCheck {

  private static final Comparator<Finding> BY_PLACE =
      Comparator.comparing(Finding::file)
          .thenComparingInt(Finding::line)
          .thenComparingInt(Finding::column);

  private final Function<Path, ? extends Draft> drafts;
  private final RouteSchema schema = new RouteSchema();
  private Map<String, Parsed> parsed = Map.of();

  /** With what makes a draft of a folder. */
  public RouteCheck(Function<Path, ? extends Draft> drafts) {
    this.drafts = drafts;
  }

  /**
   * What is wrong with a folder; empty if it can be run.
   *
   * @param folder of the routes, or one with {@code routes} and {@code templates} in it
   */
  public List<Finding> check(Path folder) throws IOException {
    return check(folder, null);
  }

  /**
   * What is wrong with a folder of which some files have changed since a check that found nothing;
   * what Camel has to say as well only if nothing else was found.
   *
   * @param changed their names from the folder on, as in {@code routes/send.camel.yaml}; null for
   *     all
   */
  public synchronized List<Finding> check(Path folder, Set<String> changed) throws IOException {
    try (Draft draft = drafts.apply(folder)) {
      List<RouteFile> files = files(draft);
      if (files.isEmpty()) {
        return List.of(
            Place.start(draft.name(draft.routes())).finding("no *.camel.yaml in this folder"));
      }
      return check(draft, files, changed);
    }
  }

  /** What went wrong with a folder that was in order, and yet couldn't take over. */
  Finding explain(Path folder, Throwable failure) throws IOException {
    try (Draft draft = drafts.apply(folder)) {
      RouteIndex index = new RouteIndex(draft.settings());
      files(draft).forEach(file -> new RouteReader(index, file.name()).read(file.root()));
      return new FailurePlace(index).finding(CamelFailure.of(failure));
    }
  }

  /** Files that are as they were the last time aren't parsed again. */
  private synchronized List<RouteFile> files(Draft draft) throws IOException {
    Map<String, Parsed> now = new LinkedHashMap<>();
    for (Path file : RouteFile.in(draft.routes())) {
      String name = draft.name(file);
      byte[] content = Files.readAllBytes(file);
      Parsed before = parsed.get(name);
      now.put(
          name,
          before != null && Arrays.equals(before.content(), content)
              ? before
              : new Parsed(content, RouteFile.read(file, name)));
    }
    parsed = now;
    return now.values().stream().map(Parsed::file).toList();
  }

  private record Parsed(byte[] content, RouteFile file) {}

  private List<Finding> check(Draft draft, List<RouteFile> files, Set<String> changed)
      throws IOException {
    List<Finding> findings = new ArrayList<>();
    RouteIndex index = new RouteIndex(draft.settings());
    for (RouteFile file : files) {
      findings.addAll(file.faults());
      if (file.root() != null) {
        new RouteReader(index, file.name()).read(file.root());
        if (changed == null || changed.contains(file.name())) {
          findings.addAll(schema.check(file));
        }
      }
    }
    boolean readable = findings.isEmpty();
    new EntryRules().judge(index, findings::add);
    new SchemeRules().judge(index, findings::add);
    boolean loadable = findings.isEmpty();
    if (readable) {
      for (RouteRule rule : acrossFiles(draft)) {
        rule.judge(index, findings::add);
      }
    }
    findings.addAll(
        draft.beside(changed == null || !changed.stream().allMatch(RouteCheck::isLoaded)));
    findings.sort(BY_PLACE);
    boolean wanted =
        changed == null || (findings.isEmpty() && changed.stream().anyMatch(RouteCheck::isLoaded));
    if (loadable && wanted) {
      load(draft)
          .filter(failure -> findings.isEmpty() || !failure.isTold())
          .ifPresent(failure -> putFirst(new FailurePlace(index).finding(failure), findings));
    }
    return List.copyOf(findings);
  }

  private static List<RouteRule> acrossFiles(Draft draft) {
    return List.of(
        new ConsumerRules(),
        new FeedRules(),
        new NameRules(),
        new LaneRules(),
        new QueueRules(draft.delays()));
  }

  /** Templates are read when a mail comes. */
  private static boolean isLoaded(String name) {
    return !name.startsWith(RouteSet.TEMPLATES);
  }

  private static Optional<CamelFailure> load(Draft draft) {
    Optional<Main> gateway = draft.gateway();
    if (gateway.isEmpty()) {
      return Optional.empty();
    }
    Main main = gateway.get();
    main.configure().withAutoStartup(false);
    // The stock one leaves a shutdown hook, and with it all of the gateway, for each check.
    main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    ScratchLog.begin();
    try {
      main.start();
      return Optional.empty();
    } catch (Exception | LinkageError e) {
      return Optional.of(CamelFailure.of(e));
    } finally {
      ScratchEnd.of(main);
      ScratchLog.end();
    }
  }

  /** Camel's words about a place that a rule has words for are left out. */
  private static void putFirst(Finding failure, List<Finding> findings) {
    Optional<Finding> known =
        findings.stream()
            .filter(other -> other.file().equals(failure.file()) && other.line() == failure.line())
            .findFirst();
    known.ifPresent(findings::remove);
    findings.add(0, known.orElse(failure));
  }
}

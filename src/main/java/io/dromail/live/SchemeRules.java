package io.dromail.live;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which components and languages routes may use. Who writes routes is trusted; a slip should not be
 * a shell all the same. Stateless.
 */
final class SchemeRules implements RouteRule {

  /** The setting that lists the components. */
  static final String SETTING = "dromail.routes.schemes";

  private static final Set<String> SCRIPTS =
      Set.of(
          "csimple",
          "datasonnet",
          "groovy",
          "java",
          "joor",
          "js",
          "language",
          "mvel",
          "ognl",
          "python",
          "script",
          "scriptLanguage",
          "spel",
          "wasm");

  /** Where a step such as recipientList or enrich may have a URI. */
  private static final Set<String> LISTS = Set.of("constant", "simple", "expression");

  @Override
  public void judge(RouteIndex index, Consumer<Finding> findings) {
    if (!index.settings().containsKey(SETTING)) {
      return;
    }
    List<String> allowed = List.of(index.settings().get(SETTING).strip().split("\\s*,\\s*"));
    for (UriUse use : index.uris) {
      String scheme = use.scheme();
      if (UriUse.isFixed(scheme) && !scheme.isBlank() && !allowed.contains(scheme)) {
        findings.accept(
            use.finding(
                scheme
                    + ": isn't among the components that routes may use ("
                    + SETTING
                    + ")"
                    + Spelling.meant(scheme, allowed)));
      }
    }
    for (Word word : index.words) {
      String scheme = word.text().replaceFirst("(?s):.*", "");
      if (LISTS.contains(word.key())
          && word.text().matches("(exec|docker|ssh|groovy|language|class|script):.*")
          && !allowed.contains(scheme)) {
        findings.accept(
            word.finding(
                scheme + ": isn't among the components that routes may use (" + SETTING + ")"));
      }
    }
    for (Word word : index.languages) {
      if (SCRIPTS.contains(word.text())) {
        findings.accept(
            word.finding(
                word.text()
                    + " isn't a language that routes may use; simple, method, constant, header,"
                    + " variable, jsonpath and xpath are"));
      }
    }
  }
}

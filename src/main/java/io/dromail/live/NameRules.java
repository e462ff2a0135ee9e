package io.dromail.live;

import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names lead somewhere: those of beans, of configurations and of settings. Stateless. */
final class NameRules implements RouteRule {

  private static final Pattern SETTING = Pattern.compile("\\{\\{[?!]?([\\w.-]+)}}");

  @Override
  public void judge(RouteIndex index, Consumer<Finding> findings) {
    Set<String> beans = index.beanNames();
    for (Word reference : index.references) {
      if (!beans.contains(reference.text())) {
        findings.accept(
            reference.finding(
                "there is no bean " + reference.text() + Spelling.meant(reference.text(), beans)));
      }
    }
    for (Word word : index.words) {
      if (word.isKey()) {
        continue;
      }
      if (word.key().equals("routeConfigurationId")) {
        configurations(index, word, findings);
      }
      settings(index, word, findings);
    }
  }

  private static void configurations(RouteIndex index, Word word, Consumer<Finding> findings) {
    for (String name : word.text().split("\\s*,\\s*")) {
      if (name.matches("[\\w-]+") && !index.configurations.contains(name)) {
        findings.accept(
            word.finding(
                "there is no routeConfiguration "
                    + name
                    + Spelling.meant(name, index.configurations)));
      }
    }
  }

  private static void settings(RouteIndex index, Word word, Consumer<Finding> findings) {
    RouteIndex.Template template = index.templates.get(String.valueOf(word.owner()));
    Matcher named = SETTING.matcher(word.text());
    while (named.find()) {
      String name = named.group(1);
      boolean parameter = template != null && template.parameters().contains(name);
      if (!parameter && !index.settings().isEmpty() && !index.settings().containsKey(name)) {
        findings.accept(
            new Place(
                    word.place().file(),
                    word.place().line(),
                    word.place().column() + (word.text().contains("\n") ? 0 : named.start()))
                .finding(
                    "there is no setting "
                        + name
                        + Spelling.meant(name, index.settings().keySet())));
      }
    }
  }
}

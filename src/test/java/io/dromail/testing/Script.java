package io.dromail.testing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The rules of a server in the order they were given; the first that fits is used. */
final class Script {
  private final List<Rule> rules = new ArrayList<>();

  synchronized void add(Rule rule) {
    rules.add(rule);
  }

  synchronized Behaviour behaviourAt(Stage stage, Collection<String> addresses) {
    for (Rule rule : rules) {
      if (rule.fits(stage, addresses)) {
        return rule.use();
      }
    }
    return new Behaviour.Accept();
  }

  synchronized void clear() {
    rules.clear();
  }
}

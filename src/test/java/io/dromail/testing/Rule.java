package io.dromail.testing;

import java.util.Collection;

/** One line of the script: at a stage, for some addresses, so many times, do this. */
final class Rule {
  private final Stage stage;
  private final String addressPart;
  private final Behaviour behaviour;
  private long usesLeft;

  Rule(Stage stage, String addressPart, long uses, Behaviour behaviour) {
    this.stage = stage;
    this.addressPart = addressPart;
    this.usesLeft = uses;
    this.behaviour = behaviour;
  }

  /** An empty address part fits every command. */
  boolean fits(Stage reached, Collection<String> addresses) {
    return usesLeft > 0
        && stage == reached
        && (addressPart.isEmpty()
            || addresses.stream().anyMatch(address -> address.contains(addressPart)));
  }

  Behaviour use() {
    usesLeft--;
    return behaviour;
  }
}

package io.dromail.failures;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Counts the attempts of a job; called before each one but the first. Stateless. */
public final class Attempts implements Processor {

  static final String VARIABLE = "attempts";

  @Override
  public void process(Exchange exchange) {
    Integer attempts = exchange.getVariable(VARIABLE, Integer.class);
    exchange.setVariable(VARIABLE, attempts == null ? 2 : attempts + 1);
  }
}

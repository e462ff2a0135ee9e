package io.dromail.mail;

/**
 * A consumer of a route whose stop would wait for what is in work, or break it off; it can be
 * replaced without that.
 */
@FunctionalInterface
public interface Drains {

  /**
   * Takes nothing new; returns at once. What is in work is finished and acknowledged, however long
   * it takes; what it was handed in advance goes back.
   */
  void drain();
}

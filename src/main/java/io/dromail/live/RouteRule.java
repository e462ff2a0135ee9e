package io.dromail.live;

import java.util.function.Consumer;

/** Something that Camel lets pass, or finds later than need be. */
@FunctionalInterface
interface RouteRule {

  /** Hands over what is wrong. */
  void judge(RouteIndex index, Consumer<Finding> findings);
}

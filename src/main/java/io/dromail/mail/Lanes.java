package io.dromail.mail;

import java.util.Set;

/** The lanes that the running routes have. */
@FunctionalInterface
public interface Lanes {

  /** Their names, such as {@code transactional}. */
  Set<String> names();
}

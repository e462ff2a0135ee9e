package io.dromail.testing;

import java.util.function.Predicate;

/** A user and what proves it: a password that both sides know, or a token that somebody judges. */
record Credentials(String user, String password, Predicate<String> token) {

  static Credentials password(String user, String password) {
    return new Credentials(user, password, any -> false);
  }

  static Credentials token(String user, Predicate<String> valid) {
    return new Credentials(user, null, valid);
  }

  @Override
  public String toString() {
    return user;
  }
}

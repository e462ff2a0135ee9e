package io.dromail.send;

import java.util.Properties;

/** A login with a password, or none at all. Immutable. */
final class PasswordLogin implements Login {

  /** For servers that ask for no login. */
  static final Login NONE = new PasswordLogin(Mechanism.NONE, null, null);

  private final Mechanism mechanism;
  private final String user;
  private final String password;

  PasswordLogin(Mechanism mechanism, String user, String password) {
    this.mechanism = mechanism;
    this.user = user;
    this.password = password;
  }

  @Override
  public void configure(Properties session, String prefix) {
    mechanism.configure(session, prefix);
  }

  @Override
  public String user() {
    return user;
  }

  @Override
  public String secret() {
    return password;
  }

  @Override
  public void refused(String secret) {
    // There is no other.
  }

  @Override
  public String toString() {
    return user == null ? "no login" : mechanism + " as " + user;
  }
}

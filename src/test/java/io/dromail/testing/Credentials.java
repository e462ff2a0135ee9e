package io.dromail.testing;

/** A user and the password. */
record Credentials(String user, String password) {

  @Override
  public String toString() {
    return user;
  }
}

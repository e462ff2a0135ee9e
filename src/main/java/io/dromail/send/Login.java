package io.dromail.send;

import io.dromail.mail.SmtpFailure;
import java.util.Properties;

/** How connections of a profile log in (RFC 4954). Thread-safe. */
interface Login {

  /** Prepares a Jakarta Mail session; the prefix is {@code mail.smtp.} or {@code mail.smtps.}. */
  void configure(Properties session, String prefix);

  /** The user name, or null for no login. */
  String user();

  /**
   * The password, or a fresh access token.
   *
   * @throws SmtpFailure at stage LOGIN, without any secret, if no token can be had
   */
  String secret() throws SmtpFailure;

  /**
   * The server has refused the login; a token that was kept isn't used again.
   *
   * @param secret the one that was refused: another connection may have got a new one since
   */
  void refused(String secret);

  /** How its access tokens fare, or null if it has none. */
  default TokenState tokens() {
    return null;
  }
}

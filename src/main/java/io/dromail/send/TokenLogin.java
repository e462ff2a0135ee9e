package io.dromail.send;

import io.dromail.mail.SmtpFailure;
import io.dromail.mail.SmtpFailure.Stage;
import java.util.Properties;

/** A login with an access token: XOAUTH2, as Google and Microsoft 365 have it. Thread-safe. */
final class TokenLogin implements Login {

  /** What the provider's server would say to credentials that are no good (RFC 4954 section 6). */
  private static final int BAD_CREDENTIALS = 535;

  private static final String BAD_CREDENTIALS_ENHANCED = "5.7.8";

  private final String mailbox;
  private final TokenCache cache;

  TokenLogin(String mailbox, TokenCache cache) {
    this.mailbox = mailbox;
    this.cache = cache;
  }

  @Override
  public void configure(Properties session, String prefix) {
    Mechanism.XOAUTH2.configure(session, prefix);
  }

  @Override
  public String user() {
    return mailbox;
  }

  @Override
  public String secret() throws SmtpFailure {
    try {
      return cache.token();
    } catch (TokenFailure e) {
      boolean bad = e.isOfCredentials();
      throw new SmtpFailure(
          Stage.LOGIN,
          bad ? BAD_CREDENTIALS : -1,
          bad ? BAD_CREDENTIALS_ENHANCED : "",
          e.getMessage(),
          e);
    }
  }

  @Override
  public void refused(String secret) {
    cache.discard(secret);
  }

  @Override
  public TokenState tokens() {
    return cache.state();
  }

  @Override
  public String toString() {
    return Mechanism.XOAUTH2 + " as " + mailbox;
  }
}

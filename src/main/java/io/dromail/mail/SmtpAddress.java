package io.dromail.mail;

/** Where the default SMTP server is, which the sandbox only knows once it has started. */
@FunctionalInterface
public interface SmtpAddress {

  /** A URL such as {@code smtp://user:password@host:587?tls=required}. */
  String url();
}

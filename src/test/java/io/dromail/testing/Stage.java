package io.dromail.testing;

/** The points of an SMTP dialogue at which a {@link ScriptedSmtpServer} can be told what to do. */
public enum Stage {
  /** A client has connected and waits for the greeting (RFC 5321, section 3.1). */
  CONNECT,
  /** EHLO or HELO (RFC 5321, section 4.1.1.1). */
  EHLO,
  /** STARTTLS, before the handshake (RFC 3207, section 4). */
  STARTTLS,
  /** AUTH, once the client has given its credentials (RFC 4954, section 4). */
  AUTH,
  /** MAIL FROM (RFC 5321, section 4.1.1.2). */
  MAIL,
  /** RCPT TO, once for each recipient (RFC 5321, section 4.1.1.3). */
  RCPT,
  /** DATA, before any content has been asked for (RFC 5321, section 4.1.1.4). */
  DATA,
  /** The content has come in with its final dot and the client waits for the verdict. */
  END_OF_DATA,
  /** RSET (RFC 5321, section 4.1.1.5). */
  RSET,
  /** NOOP (RFC 5321, section 4.1.1.9). */
  NOOP,
  /** QUIT (RFC 5321, section 4.1.1.10). */
  QUIT
}

package io.dromail.send;

/**
 * A server that takes mail for submission.
 *
 * @param host a name or an address
 * @param tls how connections are protected
 */
record SmtpServer(String host, int port, Tls tls) {

  /** Whether it is on this machine, as far as the name says. */
  boolean isLocal() {
    return host.equals("localhost")
        || host.equals("::1")
        || host.equals("[::1]")
        || host.matches("127(\\.\\d{1,3}){3}");
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}

package io.dromail.send;

import jakarta.mail.MessagingException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;

/** Says in words why a server's certificate was refused (RFC 5280, RFC 9525). Stateless. */
final class CertificateTrouble {

  private CertificateTrouble() {}

  /**
   * The trouble in a chain of exceptions, or null if it isn't one of certificates.
   *
   * @param host the name that the certificate should be for
   */
  static String in(Throwable thrown, String host) {
    boolean tls = false;
    boolean untrusted = false;
    String last = null;
    for (Throwable e = thrown; e != null; e = next(e)) {
      if (e instanceof CertificateExpiredException) {
        return "its certificate has expired: " + e.getMessage();
      }
      if (e instanceof CertificateNotYetValidException) {
        return "its certificate isn't valid yet: " + e.getMessage();
      }
      untrusted |= e instanceof CertPathBuilderException || e instanceof CertPathValidatorException;
      if (e instanceof CertificateException && String.valueOf(e.getMessage()).startsWith("No ")) {
        return "its certificate isn't for " + host + ": " + e.getMessage();
      }
      if (e instanceof SSLException || e instanceof CertificateException) {
        tls = true;
        last = e.getMessage();
      }
    }
    if (untrusted) {
      return "its certificate isn't signed by an authority that is trusted here"
          + " (certificateAuthority names one)";
    }
    return tls ? "no TLS: " + last : null;
  }

  private static Throwable next(Throwable e) {
    return e instanceof MessagingException mail && mail.getNextException() != null
        ? mail.getNextException()
        : e.getCause();
  }
}

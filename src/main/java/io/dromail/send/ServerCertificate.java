package io.dromail.send;

import io.dromail.mail.Diagnosis;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A server's certificate, in words.
 *
 * @param x509 as the server sent it
 * @param protocol the version of TLS
 */
record ServerCertificate(X509Certificate x509, String protocol) {

  private static final String PART = "TLS";
  private static final String RENEW = "Renew it on the server.";
  private static final int DAYS_TO_RENEW = 14;
  private static final Pattern NAME = Pattern.compile("(?:^|,\\s*)(?:CN|O)=(\"[^\"]*\"|[^,]*)");

  /** One that was taken. */
  Diagnosis taken(Instant now) {
    if (x509.getNotAfter().toInstant().isBefore(now)) {
      return Diagnosis.warning(
          PART,
          protocol
              + ", certificate for "
              + names()
              + ", which expired on "
              + day(x509.getNotAfter().toInstant())
              + "; it is taken because it is in the trust store itself.",
          RENEW);
    }
    long days = Duration.between(now, x509.getNotAfter().toInstant()).toDays();
    String words =
        protocol
            + ", certificate for "
            + names()
            + issuer(" from ", ", self-signed")
            + ", "
            + days
            + (days == 1 ? " day" : " days")
            + " left.";
    return days < DAYS_TO_RENEW
        ? Diagnosis.warning(
            PART, words, "Renew it before " + day(x509.getNotAfter().toInstant()) + ".")
        : Diagnosis.good(PART, words);
  }

  /** One that was refused, and why. */
  Diagnosis refused(String host, Throwable cause, Instant now) {
    if (x509.getNotAfter().toInstant().isBefore(now)) {
      return Diagnosis.wrong(
          PART,
          "The certificate for "
              + names()
              + " expired on "
              + day(x509.getNotAfter().toInstant())
              + ".",
          RENEW);
    }
    if (x509.getNotBefore().toInstant().isAfter(now)) {
      return Diagnosis.wrong(
          PART,
          "The certificate for "
              + names()
              + " is only valid from "
              + day(x509.getNotBefore().toInstant())
              + ".",
          "Look at the clocks of both machines.");
    }
    if (cause
        .toString()
        .matches("(?s).*(No name matching|No subject alternative|verify identity).*")) {
      return Diagnosis.wrong(
          PART,
          "The certificate is for " + names() + ", and not for " + host + ".",
          "Use a name that is in the certificate as the server's, or have the server's replaced.");
    }
    return Diagnosis.wrong(
        PART,
        "Nobody whom this Java trusts vouches for the certificate for "
            + names()
            + issuer("; it is from ", "; it is self-signed")
            + ".",
        "Have the server send its whole chain, or put its issuer into a trust store and name that"
            + " with -Djavax.net.ssl.trustStore in DROMAIL_JAVA_OPTS.");
  }

  private String names() {
    try {
      Collection<List<?>> names = x509.getSubjectAlternativeNames();
      if (names != null) {
        String all =
            names.stream()
                .filter(name -> name.get(0).equals(2) || name.get(0).equals(7))
                .map(name -> name.get(1).toString())
                .limit(4)
                .collect(Collectors.joining(", "));
        return names.size() > 4 ? all + " and others" : all;
      }
    } catch (CertificateParsingException unreadable) {
      // As without them.
    }
    return first(x509.getSubjectX500Principal().getName());
  }

  private String issuer(String from, String nobodyElse) {
    return x509.getIssuerX500Principal().equals(x509.getSubjectX500Principal())
        ? nobodyElse
        : from + first(x509.getIssuerX500Principal().getName());
  }

  private static String first(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.find() ? matcher.group(1) : name;
  }

  private static String day(Instant when) {
    return when.toString().substring(0, 10);
  }
}

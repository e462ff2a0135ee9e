package io.dromail.send;

import io.dromail.mail.Diagnosis;
import io.dromail.mail.SmtpFailure;
import io.dromail.mail.SmtpFailure.Stage;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;

/** Says how far a connection came before it failed, why, and what to do. Stateless. */
final class ProbeFailure {

  private ProbeFailure() {}

  static List<Diagnosis> of(
      SmtpFailure failure, SmtpServer server, String user, CertificateWitness witness) {
    List<Diagnosis> found = new ArrayList<>();
    Throwable cause = innermost(failure);
    boolean stripped = failure.getMessage().contains("STARTTLS is required");
    boolean tls = witness.certificate() != null || stripped || has(failure, SSLException.class);
    if (failure.stage() != Stage.LOGIN && !tls) {
      return List.of(connection(failure, server, cause));
    }
    found.add(Probe.answers(server));
    if (stripped) {
      found.add(
          Diagnosis.wrong(
              Probe.TLS,
              "The server doesn't offer STARTTLS, or somebody on the way takes it out; nothing was"
                  + " sent in clear text.",
              "Try smtps:// at port 465; tls=none only where nobody can listen."));
    } else if (witness.certificate() != null) {
      ServerCertificate certificate =
          new ServerCertificate(witness.certificate(), witness.protocol());
      boolean refused = has(failure, SSLException.class) || cause.toString().contains("identity");
      found.add(
          refused
              ? certificate.refused(server.host(), cause, Instant.now())
              : certificate.taken(Instant.now()));
      if (!refused && failure.stage() != Stage.LOGIN) {
        found.add(connection(failure, server, cause));
      }
    } else if (failure.stage() != Stage.LOGIN) {
      found.add(
          Diagnosis.wrong(
              Probe.TLS,
              "No TLS came about: " + words(cause) + ".",
              server.tls() == Tls.IMPLICIT
                  ? "Does the server want STARTTLS (smtp://, mostly at port 587)?"
                  : "Can the server speak TLS 1.2 or 1.3?"));
    }
    if (failure.stage() == Stage.LOGIN) {
      found.add(login(failure, user));
    }
    return found;
  }

  private static Diagnosis connection(SmtpFailure failure, SmtpServer server, Throwable cause) {
    if (failure.replyCode() > 0) {
      return Diagnosis.wrong(
          Probe.CONNECTION,
          "The server doesn't want to talk to us: " + failure.getMessage(),
          "Ask whoever runs it whether it takes mail from this machine's address.");
    }
    if (cause instanceof ConnectException) {
      return Diagnosis.wrong(
          Probe.CONNECTION,
          "Nobody is reached at " + server + ": " + words(cause) + ".",
          "Are host and port right, and does a firewall let this machine out? Many block port 25;"
              + " submission is at 587 or 465.");
    }
    if (cause instanceof SocketTimeoutException) {
      return Diagnosis.wrong(
          Probe.CONNECTION,
          server + " takes too long: " + words(cause) + ".",
          "Does a firewall drop what goes there? At port 465 a server waits for TLS: smtps://.");
    }
    return Diagnosis.wrong(
        Probe.CONNECTION,
        "The connection to " + server + " broke: " + words(cause) + ".",
        "Try again; if it stays so, ask whoever runs the server.");
  }

  private static Diagnosis login(SmtpFailure failure, String user) {
    return Diagnosis.wrong(
        Probe.LOGIN,
        "Refused"
            + (user == null ? "" : " for " + user)
            + ": "
            + failure.getMessage().replaceFirst("^\\S+ refused the login: ", ""),
        "Check user and password. Gmail wants an app password or OAuth, Microsoft 365 OAuth,"
            + " Tencent Exmail an authorization code.");
  }

  private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private static Throwable innermost(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String words(Throwable cause) {
    if (cause instanceof EOFException || cause.getMessage() == null) {
      return "the server closed it";
    }
    return cause.getMessage().lines().findFirst().orElse("").replaceFirst("\\.$", "");
  }
}

package io.dromail.send;

import io.dromail.mail.Diagnosis;
import io.dromail.mail.SmtpFailure;
import jakarta.mail.MessagingException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tries an SMTP profile out as mail would use it, over one connection: the server's name, the
 * connection, TLS, the login, and what the server says that it can. It stops at the first step that
 * fails. No mail is sent unless one is asked for. For {@code dromail doctor}; no route uses it.
 */
public final class Probe {

  static final String NAME = "name";
  static final String CONNECTION = "connection";
  static final String TLS = "TLS";
  static final String LOGIN = "login";
  static final String SERVER = "server";
  static final String MAIL = "test mail";

  private final ServerAccess access;
  private final long mailsUpTo;
  private final int patienceSeconds;

  /**
   * Of a profile.
   *
   * @param mailsUpTo the largest mail that the doors take, in bytes
   * @param patienceSeconds how long to wait for the connection, and for each reply
   */
  Probe(ServerAccess access, long mailsUpTo, int patienceSeconds) {
    this.access = access;
    this.mailsUpTo = mailsUpTo;
    this.patienceSeconds = patienceSeconds;
  }

  /** The profile's name. */
  public String profile() {
    return access.profile().name();
  }

  /** The server, as {@code host:port}. */
  public String server() {
    return access.profile().server().toString();
  }

  /** The name of the server. */
  public String host() {
    return access.profile().server().host();
  }

  /** Whom the profile logs in as, or null. */
  public String user() {
    return access.login().user();
  }

  /** What a sender domain's SPF record must have; empty if the profile doesn't say. */
  public List<String> spf() {
    return access.profile().spf();
  }

  /** Who may send through it: addresses and @domains; empty for everybody. */
  public List<String> senders() {
    return access.profile().senders();
  }

  /** What was found, step by step. */
  public List<Diagnosis> examine() {
    return examine(null);
  }

  /** The same, and a test mail at its end. */
  public List<Diagnosis> examine(String from, String to) {
    return examine(new TestMail(profile(), from, to));
  }

  private List<Diagnosis> examine(TestMail mail) {
    SmtpServer server = access.profile().server();
    Diagnosis name = name(server.host());
    List<Diagnosis> found = new ArrayList<>(List.of(name));
    if (!name.isGood()) {
      return found;
    }
    CertificateWitness witness = CertificateWitness.of(access.profile());
    ServerAccess watched = access.watched(witness, patienceSeconds);
    SmtpConnection connection = new SmtpConnection(watched);
    try {
      connection.open();
      found.addAll(opened(connection, server, witness));
      if (mail != null) {
        found.add(mail.send(connection));
      }
    } catch (SmtpFailure e) {
      found.addAll(ProbeFailure.of(e, server, user(), witness));
    } finally {
      close(connection);
    }
    return found;
  }

  private static Diagnosis name(String host) {
    try {
      String addresses =
          Arrays.stream(InetAddress.getAllByName(host))
              .map(InetAddress::getHostAddress)
              .collect(Collectors.joining(", "));
      return Diagnosis.good(NAME, host.equals(addresses) ? host : host + " is " + addresses + ".");
    } catch (UnknownHostException e) {
      // Java tells the two apart in its words only.
      return String.valueOf(e.getMessage()).contains("Temporary failure")
          ? Diagnosis.unknown(
              NAME,
              "No DNS server could be asked for " + host + ".",
              "Look at the DNS servers of this machine.")
          : Diagnosis.wrong(
              NAME, "There is no host " + host + ".", "Check its name in the profile.");
    }
  }

  private List<Diagnosis> opened(
      SmtpConnection connection, SmtpServer server, CertificateWitness witness) {
    return List.of(
        answers(server), tls(connection, server, witness), login(connection), server(connection));
  }

  static Diagnosis answers(SmtpServer server) {
    return Diagnosis.good(CONNECTION, server + " answers.");
  }

  private static Diagnosis tls(
      SmtpConnection connection, SmtpServer server, CertificateWitness witness) {
    if (witness.certificate() != null) {
      return new ServerCertificate(witness.certificate(), witness.protocol()).taken(Instant.now());
    }
    if (connection.isSSL()) {
      return Diagnosis.good(TLS, "The connection is protected, by the profile's own trust.");
    }
    String none = "Clear text: whoever is on the way reads mails and password.";
    return isLoopback(server.host())
        ? Diagnosis.good(TLS, "Clear text, which stays on this machine.")
        : Diagnosis.warning(TLS, none, "Require TLS in the profile, if the server has it.");
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private Diagnosis login(SmtpConnection connection) {
    if (user() != null) {
      return Diagnosis.good(LOGIN, "Logged in as " + user() + ".");
    }
    return connection.supportsExtension("AUTH")
        ? Diagnosis.warning(
            LOGIN,
            "The server offers a login, and the profile has no user.",
            "Give it one, unless the server takes mail from this machine's address.")
        : Diagnosis.good(LOGIN, "None, and the server offers none.");
  }

  private Diagnosis server(SmtpConnection connection) {
    List<String> has =
        Stream.of("PIPELINING", "8BITMIME", "SMTPUTF8")
            .filter(
                extension ->
                    extension.equals("SMTPUTF8")
                        ? connection.hasSmtpUtf8()
                        : connection.supportsExtension(extension))
            .toList();
    long most = most(connection.getExtensionParameter("SIZE"));
    String size = most == 0 ? "Tells no size limit" : "Takes mails up to " + megabytes(most);
    String words =
        size
            + (has.isEmpty() ? "; " : "; has " + String.join(", ", has) + ", ")
            + (has.contains("SMTPUTF8") ? "" : "no SMTPUTF8: no mail to addresses beyond ASCII")
            + ".";
    return most > 0 && most < mailsUpTo
        ? Diagnosis.warning(
            SERVER,
            words.replace(", .", "."),
            "Dromail accepts mails up to "
                + megabytes(mailsUpTo)
                + "; lower dromail.mail.size-limit-bytes, or the larger ones become dead letters.")
        : Diagnosis.good(SERVER, words.replace(", .", "."));
  }

  /** RFC 1870 section 3: 0 or no number is no limit. */
  private static long most(String size) {
    return size != null && size.strip().matches("\\d{1,18}") ? Long.parseLong(size.strip()) : 0;
  }

  private static String megabytes(long bytes) {
    return bytes < 1_000_000
        ? bytes / 1000 + " kB"
        : String.format(java.util.Locale.ROOT, "%.1f MB", bytes / 1e6).replace(".0 ", " ");
  }

  private static void close(SmtpConnection connection) {
    try {
      connection.close();
    } catch (MessagingException alreadyGone) {
      // What there was to know is known.
    }
  }
}

package io.dromail.send;

import io.dromail.mail.Address;
import io.dromail.mail.DomainName;
import io.dromail.mail.ProfileLimits;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A profile with everything filled in and checked. Immutable. */
final class ProfileSettings {

  /** The one that there is without others in profiles.camel.yaml. */
  static final String DEFAULT = "default";

  private final ProfileValues values;
  private final SmtpServer server;
  private final ProfileLimits limits;
  private final int connections;
  private final List<String> senders;
  // What is asked for every mail.
  private final int mailsPerConnection;
  private final Duration age;
  private final int sizeLimit;
  private final boolean pipelines;

  /**
   * Checks the values.
   *
   * @throws BadProfile with one sentence
   */
  ProfileSettings(ProfileValues values) {
    this.values = values;
    this.server = server(values);
    this.connections = values.number("connections", 20, 1);
    this.limits =
        new ProfileLimits(
            values.profile(),
            values.number("connectionsInAll", 0, 0),
            values.number("mailsPerMinute", 0, 0),
            values.number("recipientsPerDay", 0, 0),
            values.number("domainMailsPerMinute", 0, 0),
            domains(values));
    this.senders = values.list("senders").stream().map(Address::comparable).toList();
    senders.forEach(this::checkSender);
    this.mailsPerConnection = values.number("mailsPerConnection", 1000, 1);
    this.age = seconds("connectionAgeSeconds", 600);
    this.sizeLimit = values.number("sizeLimitBytes", 0, 0);
    this.pipelines = pipelines(values);
    idle();
    connectTimeout();
    replyTimeout();
    writeTimeout();
    domainConnections();
  }

  String name() {
    return values.profile();
  }

  /** Whether another says the same in everything, secrets included. */
  boolean isLike(ProfileSettings other) {
    return values.equals(other.values);
  }

  /** The preset that it was made from, or null. */
  String preset() {
    return values.text("preset", null);
  }

  SmtpServer server() {
    return server;
  }

  String user() {
    return values.text("user", null);
  }

  /** How it logs in. */
  LoginSettings login() {
    return new LoginSettings(
        name(),
        values.text("authentication", ""),
        user(),
        values.text("password", ""),
        values.text("tokenUrl", ""),
        values.text("tenant", ""),
        values.text("clientId", ""),
        values.text("clientSecret", ""),
        values.text("scope", ""),
        values.text("refreshToken", ""),
        values.text("serviceAccountFile", ""));
  }

  /** A PEM file, or null for the JDK's authorities. */
  String certificateAuthority() {
    return values.text("certificateAuthority", null);
  }

  ProfileLimits limits() {
    return limits;
  }

  /** How many connections this process may have open. */
  int connections() {
    return limits.connections() == 0 ? connections : Math.min(connections, limits.connections());
  }

  int mailsPerConnection() {
    return mailsPerConnection;
  }

  Duration age() {
    return age;
  }

  Duration idle() {
    return seconds("connectionIdleSeconds", 30);
  }

  Duration connectTimeout() {
    return seconds("connectTimeoutSeconds", 30);
  }

  Duration replyTimeout() {
    return seconds("replyTimeoutSeconds", 600);
  }

  Duration writeTimeout() {
    return seconds("writeTimeoutSeconds", 180);
  }

  /** The name in EHLO, or null for this host's. */
  String ehloName() {
    return values.text("ehloName", null);
  }

  /** Mails to one domain at the same time; 0 for no limit. */
  int domainConnections() {
    return values.number("domainConnections", 0, 0);
  }

  /** Whether commands go in groups if the server offers it (RFC 2920, RFC 3030). */
  boolean pipelines() {
    return pipelines;
  }

  /** The largest mail, in bytes; 0 for no limit. */
  int sizeLimit() {
    return sizeLimit;
  }

  /** What a sender domain's SPF record must have. */
  List<String> spf() {
    return values.list("spf");
  }

  /**
   * Who may send through it: addresses and @domains in ASCII and lower case; empty for everybody.
   */
  List<String> senders() {
    return senders;
  }

  private Duration seconds(String key, int otherwise) {
    return Duration.ofSeconds(values.number(key, otherwise, 1));
  }

  private void checkSender(String sender) {
    if (!sender.matches("[^@\\s]*@[^@\\s]+")) {
      throw values.wrong("senders must be addresses or @domains, not '" + sender + "'");
    }
  }

  private static boolean pipelines(ProfileValues values) {
    String text = values.text("pipelining", "auto");
    if (!text.equals("auto") && !text.equals("off")) {
      throw values.wrong("pipelining must be auto or off, not '" + text + "'");
    }
    return text.equals("auto");
  }

  private static SmtpServer server(ProfileValues values) {
    Tls tls = Tls.of(values.text("tls", Tls.STARTTLS_REQUIRED.toString()));
    int port = values.number("port", tls == Tls.IMPLICIT ? 465 : 587, 1);
    SmtpServer server = new SmtpServer(values.required("host"), port, tls);
    if (tls == Tls.NONE && !server.isLocal()) {
      throw values.wrong(
          "tls none sends everything in clear text, so it's for servers on this machine only;"
              + " none-forced sends it to "
              + server
              + " all the same");
    }
    return server;
  }

  private static Map<String, Integer> domains(ProfileValues values) {
    Map<String, Integer> domains = new TreeMap<>();
    for (String entry : values.list("domains")) {
      if (!entry.matches("\\S+\\s+[1-9]\\d{0,8}")) {
        throw values.wrong(
            "domains must be domains with mails a minute, such as 'qq.com 30, web.de 60', not '"
                + entry
                + "'");
      }
      String[] parts = entry.split("\\s+");
      domains.put(DomainName.ascii(parts[0]).toLowerCase(Locale.ROOT), Integer.parseInt(parts[1]));
    }
    return domains;
  }
}

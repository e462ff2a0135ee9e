package io.dromail.send;

import io.dromail.mail.SmtpFailure;
import io.dromail.smtp.Habits;
import jakarta.mail.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/**
 * How a profile's server is reached: the Jakarta Mail session of all its connections, and whether
 * it has ever offered STARTTLS, so that nobody on the way can take that back. Thread-safe.
 */
final class ServerAccess {

  private final ProfileSettings profile;
  private final Login login;
  private final TlsSockets sockets;
  private final ClearSockets clearSockets = new ClearSockets();
  private final Habits habits = new Habits();
  private final Session session;
  private volatile boolean startTlsSeen;
  private volatile boolean lacksUtf8;
  private Duration writeTimeout;

  /**
   * For a profile; doesn't connect.
   *
   * @param data the data directory, where tokens are kept that were replaced
   * @throws BadProfile if its login is incomplete or its certificate authority can't be read
   */
  ServerAccess(ProfileSettings profile, Path data) {
    this(profile, login(profile, data));
  }

  ServerAccess(ProfileSettings profile, Login login) {
    this(profile, login, sockets(profile));
  }

  private ServerAccess(ProfileSettings profile, Login login, TlsSockets sockets) {
    this.profile = profile;
    this.login = login;
    this.sockets = sockets;
    this.writeTimeout = profile.writeTimeout();
    this.session = Session.getInstance(properties());
  }

  ProfileSettings profile() {
    return profile;
  }

  Login login() {
    return login;
  }

  /** The password, or a token. */
  String secret() throws SmtpFailure {
    try {
      return login.secret();
    } catch (SmtpFailure e) {
      throw e.at(profile.name(), profile.server().toString());
    }
  }

  Session session() {
    return session;
  }

  TlsSockets sockets() {
    return sockets;
  }

  /** Those without TLS, or below it. */
  ClearSockets clearSockets() {
    return clearSockets;
  }

  Duration writeTimeout() {
    return writeTimeout;
  }

  /** What its connections have learnt about the server. */
  Habits habits() {
    return habits;
  }

  /**
   * Whether a connection without STARTTLS is none: always if it's required, and with an optional
   * one as soon as the server has offered it, or if a password would be seen.
   */
  boolean requiresStartTls() {
    return switch (profile.server().tls()) {
      case STARTTLS_REQUIRED -> true;
      case STARTTLS_OPTIONAL -> startTlsSeen || login.user() != null && !isLocal();
      default -> false;
    };
  }

  /** A connection was protected. */
  void protectedOnce() {
    startTlsSeen = true;
  }

  /** What the last connection was told about SMTPUTF8 (RFC 6531). */
  void offers(boolean smtpUtf8) {
    lacksUtf8 = !smtpUtf8;
  }

  /** Whether the server is known to have no SMTPUTF8. */
  boolean lacksUtf8() {
    return lacksUtf8;
  }

  /** The same while somebody looks on who hasn't that much time. */
  ServerAccess watched(CertificateWitness witness, int patienceSeconds) {
    ServerAccess watched = new ServerAccess(profile, login, witness.sockets());
    Properties properties = watched.session.getProperties();
    String prefix = "mail." + properties.getProperty("mail.transport.protocol") + ".";
    for (String wait : new String[] {"connectiontimeout", "timeout"}) {
      properties.setProperty(prefix + wait, patienceSeconds + "000");
    }
    watched.writeTimeout = Duration.ofSeconds(patienceSeconds);
    return watched;
  }

  private static TlsSockets sockets(ProfileSettings profile) {
    try {
      return TlsSockets.trusting(profile.certificateAuthority());
    } catch (IllegalArgumentException e) {
      throw new BadProfile(profile.name(), e.getMessage());
    }
  }

  private static Login login(ProfileSettings profile, Path data) {
    try {
      return Logins.of(profile.login(), data);
    } catch (IllegalArgumentException e) {
      throw new BadProfile(e.getMessage());
    }
  }

  private boolean isLocal() {
    return profile.server().isLocal();
  }

  private Properties properties() {
    Tls tls = profile.server().tls();
    String protocol = tls == Tls.IMPLICIT ? "smtps" : "smtp";
    String prefix = "mail." + protocol + ".";
    Properties properties = new Properties();
    properties.setProperty("mail.transport.protocol", protocol);
    properties.setProperty(prefix + "host", profile.server().host());
    properties.setProperty(prefix + "port", Integer.toString(profile.server().port()));
    properties.setProperty(prefix + "connectiontimeout", millis(profile.connectTimeout()));
    properties.setProperty(prefix + "timeout", millis(profile.replyTimeout()));
    properties.setProperty(prefix + "quitwait", "false");
    properties.setProperty(prefix + "sendpartial", "true");
    properties.setProperty(prefix + "ssl.checkserveridentity", "true");
    properties.put(prefix + "ssl.socketFactory", sockets);
    properties.put(prefix + "socketFactory", clearSockets);
    // Otherwise what our sockets refuse would be tried again with the JDK's.
    properties.setProperty(prefix + "socketFactory.fallback", "false");
    properties.setProperty(
        prefix + "starttls.enable", Boolean.toString(!tls.isClear() && tls != Tls.IMPLICIT));
    login.configure(properties, prefix);
    if (profile.ehloName() != null) {
      properties.setProperty(prefix + "localhost", profile.ehloName());
    }
    return properties;
  }

  private static String millis(Duration time) {
    return Long.toString(time.toMillis());
  }
}

package io.dromail.send;

import io.dromail.mail.SmtpAddress;
import jakarta.mail.Session;
import java.time.Duration;
import java.util.Properties;

/**
 * A provider and the limits of its connections; filled by {@code beans.camel.yaml} before the first
 * mail. The setters exist for the wiring only.
 */
public final class SmtpProfile {

  /** The one that there is without profiles.camel.yaml. */
  static final String DEFAULT = "default";

  private final SmtpAddress address;
  private int connections = 20;
  private int mailsPerConnection = 1000;
  private Duration age = Duration.ofMinutes(10);
  private Duration idle = Duration.ofSeconds(30);
  private int connectTimeoutSeconds = 30;
  private int replyTimeoutSeconds = 600;
  private int writeTimeoutSeconds = 180;
  private String ehloName = "";

  /** For the server that the address names when the first connection is made. */
  public SmtpProfile(SmtpAddress address) {
    this.address = address;
  }

  String name() {
    return DEFAULT;
  }

  SmtpUrl server() {
    return SmtpUrl.parse(address.url());
  }

  /** The Jakarta Mail session with which connections to the server are made. */
  Session session() {
    SmtpUrl server = server();
    String protocol = server.tls() == SmtpUrl.Tls.IMPLICIT ? "smtps" : "smtp";
    String prefix = "mail." + protocol + ".";
    Properties properties = new Properties();
    properties.setProperty("mail.transport.protocol", protocol);
    properties.setProperty(prefix + "host", server.host());
    properties.setProperty(prefix + "port", Integer.toString(server.port()));
    properties.setProperty(prefix + "connectiontimeout", millis(connectTimeoutSeconds));
    properties.setProperty(prefix + "timeout", millis(replyTimeoutSeconds));
    properties.setProperty(prefix + "writetimeout", millis(writeTimeoutSeconds));
    properties.setProperty(prefix + "quitwait", "false");
    properties.setProperty(prefix + "auth", Boolean.toString(server.user() != null));
    properties.setProperty(prefix + "sendpartial", "true");
    properties.setProperty(prefix + "ssl.checkserveridentity", "true");
    properties.setProperty(
        prefix + "starttls.enable",
        Boolean.toString(
            server.tls() == SmtpUrl.Tls.REQUIRED || server.tls() == SmtpUrl.Tls.OPTIONAL));
    properties.setProperty(
        prefix + "starttls.required", Boolean.toString(server.tls() == SmtpUrl.Tls.REQUIRED));
    if (!ehloName.isEmpty()) {
      properties.setProperty(prefix + "localhost", ehloName);
    }
    return Session.getInstance(properties);
  }

  private static String millis(int seconds) {
    return Integer.toString(seconds * 1000);
  }

  int connections() {
    return connections;
  }

  int mailsPerConnection() {
    return mailsPerConnection;
  }

  Duration age() {
    return age;
  }

  Duration idle() {
    return idle;
  }

  /** How many connections may be open at the same time. */
  public void setConnections(int connections) {
    this.connections = connections;
  }

  /** After how many mails a connection is retired. */
  public void setMailsPerConnection(int mails) {
    this.mailsPerConnection = mails;
  }

  /** After how many seconds a connection is retired. */
  public void setAgeSeconds(int seconds) {
    this.age = Duration.ofSeconds(seconds);
  }

  /** After how many idle seconds a connection is closed. */
  public void setIdleSeconds(int seconds) {
    this.idle = Duration.ofSeconds(seconds);
  }

  /** Time-out for connecting, in seconds. */
  public void setConnectTimeoutSeconds(int seconds) {
    this.connectTimeoutSeconds = seconds;
  }

  /** Time-out for each reply, in seconds (RFC 5321 section 4.5.3.2). */
  public void setReplyTimeoutSeconds(int seconds) {
    this.replyTimeoutSeconds = seconds;
  }

  /** Time-out for each write, in seconds. */
  public void setWriteTimeoutSeconds(int seconds) {
    this.writeTimeoutSeconds = seconds;
  }

  /** The name in EHLO (RFC 5321 section 4.1.1.1); empty for this host's name. */
  public void setEhloName(String name) {
    this.ehloName = name;
  }
}

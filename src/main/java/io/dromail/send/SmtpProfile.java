package io.dromail.send;

import io.dromail.mail.SmtpAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An SMTP profile as {@code profiles.camel.yaml} has it: a provider with its login and its limits,
 * in one block. Filled by Camel before anything is sent, then {@link #settle settled}. The setters
 * are for the wiring; an empty text counts as not given.
 */
public final class SmtpProfile {

  private final Map<String, String> own = new LinkedHashMap<>();

  /**
   * The profile with its preset and the defaults filled in.
   *
   * @param name of the bean
   * @param sandbox where {@code sandbox:} is
   * @throws BadProfile with one sentence
   */
  ProfileSettings settle(String name, Presets presets, SmtpAddress sandbox) {
    Map<String, String> values = new LinkedHashMap<>();
    String preset = own.get("preset");
    if (preset != null) {
      values.putAll(presets.of(name, preset));
    }
    String url = "sandbox:".equals(own.get("url")) ? sandbox.url() : own.get("url");
    try {
      values.putAll(url == null ? Map.of() : SmtpUrl.parts(url));
      values.putAll(own);
      return new ProfileSettings(new ProfileValues(name, values));
    } catch (BadProfile known) {
      throw known;
    } catch (IllegalArgumentException e) {
      throw new BadProfile(name, e.getMessage());
    }
  }

  private void put(String property, String value) {
    if (value != null && !value.isBlank()) {
      own.put(property, value.strip());
    }
  }

  /** A name in presets.yaml; what the block itself says wins. */
  public void setPreset(String preset) {
    put("preset", preset);
  }

  /**
   * {@code smtp://user:password@host:587?tls=starttls-required}, {@code smtps://…} or {@code
   * sandbox:}.
   */
  public void setUrl(String url) {
    put("url", url);
  }

  /** The server's name or address. */
  public void setHost(String host) {
    put("host", host);
  }

  /** Its port; 465 with implicit TLS and 587 otherwise, unless given. */
  public void setPort(int port) {
    put("port", Integer.toString(port));
  }

  /** implicit, starttls-required, starttls-optional, none or none-forced. */
  public void setTls(String tls) {
    put("tls", tls);
  }

  /** A PEM file with certificates that are trusted in place of the JDK's. */
  public void setCertificateAuthority(String certificateAuthority) {
    put("certificateAuthority", certificateAuthority);
  }

  /** auto, none, plain, login, cram-md5 or xoauth2. */
  public void setAuthentication(String authentication) {
    put("authentication", authentication);
  }

  /** The user name; with XOAUTH2 the mailbox. */
  public void setUser(String user) {
    put("user", user);
  }

  /** The password, app password or authorization code. */
  public void setPassword(String password) {
    put("password", password);
  }

  /** Microsoft's tenant, for the token endpoint. */
  public void setTenant(String tenant) {
    put("tenant", tenant);
  }

  /** The OAuth token endpoint (RFC 6749 section 3.2). */
  public void setTokenUrl(String tokenUrl) {
    put("tokenUrl", tokenUrl);
  }

  /** The OAuth client. */
  public void setClientId(String clientId) {
    put("clientId", clientId);
  }

  /** Its secret. */
  public void setClientSecret(String clientSecret) {
    put("clientSecret", clientSecret);
  }

  /** The scope to ask for. */
  public void setScope(String scope) {
    put("scope", scope);
  }

  /** A refresh token, in place of client credentials. */
  public void setRefreshToken(String refreshToken) {
    put("refreshToken", refreshToken);
  }

  /** A Google service account's key, as a JSON file. */
  public void setServiceAccountFile(String serviceAccountFile) {
    put("serviceAccountFile", serviceAccountFile);
  }

  /** How many connections this process may have open at the same time. */
  public void setConnections(int connections) {
    put("connections", Integer.toString(connections));
  }

  /** How many all workers together may; 0 for no limit. */
  public void setConnectionsInAll(int connectionsInAll) {
    put("connectionsInAll", Integer.toString(connectionsInAll));
  }

  /** After how many mails a connection is retired. */
  public void setMailsPerConnection(int mailsPerConnection) {
    put("mailsPerConnection", Integer.toString(mailsPerConnection));
  }

  /** After how many seconds a connection is retired. */
  public void setConnectionAgeSeconds(int connectionAgeSeconds) {
    put("connectionAgeSeconds", Integer.toString(connectionAgeSeconds));
  }

  /** After how many idle seconds a connection is closed. */
  public void setConnectionIdleSeconds(int connectionIdleSeconds) {
    put("connectionIdleSeconds", Integer.toString(connectionIdleSeconds));
  }

  /** Time-out for connecting, in seconds. */
  public void setConnectTimeoutSeconds(int connectTimeoutSeconds) {
    put("connectTimeoutSeconds", Integer.toString(connectTimeoutSeconds));
  }

  /** Time-out for each reply, in seconds (RFC 5321 section 4.5.3.2). */
  public void setReplyTimeoutSeconds(int replyTimeoutSeconds) {
    put("replyTimeoutSeconds", Integer.toString(replyTimeoutSeconds));
  }

  /** Time-out for each write, in seconds. */
  public void setWriteTimeoutSeconds(int writeTimeoutSeconds) {
    put("writeTimeoutSeconds", Integer.toString(writeTimeoutSeconds));
  }

  /** The name in EHLO (RFC 5321 section 4.1.1.1); this host's unless given. */
  public void setEhloName(String ehloName) {
    put("ehloName", ehloName);
  }

  /** auto: commands go in groups if the server offers it; off: one by one. */
  public void setPipelining(String pipelining) {
    put("pipelining", pipelining);
  }

  /** Mails a minute, of all workers together; 0 for no limit. */
  public void setMailsPerMinute(int mailsPerMinute) {
    put("mailsPerMinute", Integer.toString(mailsPerMinute));
  }

  /** Recipients in any 24 hours, of all workers together; 0 for no limit. */
  public void setRecipientsPerDay(int recipientsPerDay) {
    put("recipientsPerDay", Integer.toString(recipientsPerDay));
  }

  /** Mails a minute to each domain of recipients; 0 for no limit. */
  public void setDomainMailsPerMinute(int domainMailsPerMinute) {
    put("domainMailsPerMinute", Integer.toString(domainMailsPerMinute));
  }

  /** The same for single domains: {@code qq.com 30, web.de 60}. */
  public void setDomains(String domains) {
    put("domains", domains);
  }

  /** Mails to one domain at the same time, in this process; 0 for no limit. */
  public void setDomainConnections(int domainConnections) {
    put("domainConnections", Integer.toString(domainConnections));
  }

  /** The largest mail, in bytes as sent; 0 for no limit. */
  public void setSizeLimitBytes(int sizeLimitBytes) {
    put("sizeLimitBytes", Integer.toString(sizeLimitBytes));
  }

  /**
   * Who may send through it: addresses and @domains, separated by commas; everybody unless given.
   */
  public void setSenders(String senders) {
    put("senders", senders);
  }

  /**
   * What a sender domain's SPF record must have: {@code include:_spf.google.com}; for the doctor.
   */
  public void setSpf(String spf) {
    put("spf", spf);
  }
}

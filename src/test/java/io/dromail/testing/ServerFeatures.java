package io.dromail.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** What a server can do and demands: its extensions, its login and its TLS. */
final class ServerFeatures {
  private static final long DEFAULT_SIZE = 36_700_160;

  private final Map<String, String> extensions = new LinkedHashMap<>();
  private final SSLContext implicitTls;
  private SSLContext startTls;
  private Credentials login;
  private long kept = Long.MAX_VALUE;

  ServerFeatures(SSLContext implicitTls) {
    this.implicitTls = implicitTls;
    advertise("PIPELINING");
    advertise("8BITMIME");
    advertise("SIZE " + DEFAULT_SIZE);
    advertise("ENHANCEDSTATUSCODES");
  }

  /** The first word is the keyword; what was advertised under it before is replaced. */
  synchronized void advertise(String extension) {
    extensions.put(keyword(extension), extension);
  }

  synchronized void hide(String extension) {
    extensions.remove(keyword(extension));
  }

  synchronized void offerStartTls(SSLContext context) {
    startTls = context;
    advertise("STARTTLS");
  }

  synchronized void requireLogin(Credentials required) {
    login = required;
    advertise(required.password() == null ? "AUTH XOAUTH2" : "AUTH PLAIN LOGIN");
  }

  synchronized boolean has(String extension) {
    return extensions.containsKey(keyword(extension));
  }

  /** The EHLO lines; STARTTLS is not offered twice (RFC 3207, section 4.2). */
  synchronized List<String> lines(boolean tls) {
    List<String> lines = new ArrayList<>(extensions.values());
    if (tls) {
      lines.remove("STARTTLS");
    }
    return lines;
  }

  /** The largest mail taken (RFC 1870, section 4); zero or none means any. */
  synchronized long sizeLimit() {
    String[] words = extensions.getOrDefault("SIZE", "SIZE").split(" ");
    long limit = words.length > 1 ? Long.parseLong(words[1]) : 0;
    return limit == 0 ? Long.MAX_VALUE : limit;
  }

  /** How many octets of a mail are kept. */
  synchronized long kept() {
    return kept;
  }

  synchronized void keepAtMost(long octets) {
    kept = octets;
  }

  synchronized Optional<SSLContext> startTls() {
    return has("STARTTLS") ? Optional.ofNullable(startTls) : Optional.empty();
  }

  Optional<SSLContext> implicitTls() {
    return Optional.ofNullable(implicitTls);
  }

  synchronized Optional<Credentials> login() {
    return Optional.ofNullable(login);
  }

  /** A reply of the server's own, with an enhanced code (RFC 3463) if it says it gives them. */
  Behaviour.Reply reply(int code, String enhancedCode, String text) {
    return new Behaviour.Reply(code, has("ENHANCEDSTATUSCODES") ? enhancedCode + " " + text : text);
  }

  private static String keyword(String extension) {
    return extension.split("[ =]")[0].toUpperCase(Locale.ROOT);
  }
}

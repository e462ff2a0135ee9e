package io.dromail.live;

import java.util.regex.Pattern;

/**
 * Hides what may be a secret in a line of the operator's files, before it's shown over HTTP: the
 * value of a key that sounds like one, the password in a URL, a line of a PEM file. Placeholders
 * stay. Stateless.
 */
final class SecretMask {

  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)((?:password|secret|token|key|keys)[\"']?\\s*[:=]\\s*)"
              + "(?![\"']?\\{\\{)(?![\"']?#bean:)(?=\\S).*");
  private static final Pattern IN_URL = Pattern.compile("(://[^:/@\\s]*:)[^@/\\s]+@");
  private static final Pattern PEM = Pattern.compile("^([-+ ]?\\s*)[A-Za-z0-9+/]{40,}={0,2}$");

  private SecretMask() {}

  /** The line, with {@code ***} for each secret. */
  static String of(String line) {
    String named = NAMED.matcher(line).replaceFirst("$1***");
    return PEM.matcher(IN_URL.matcher(named).replaceAll("$1***@")).replaceFirst("$1***");
  }
}

package io.dromail.live;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Hides what may be a secret in lines of the operator's files, before they're shown over HTTP: the
 * value of a key that sounds like one, the password in a URL, what a PEM file has between its first
 * and its last line, of which a difference may show a part. Placeholders stay. Stateless.
 */
final class SecretMask {

  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)((?:password|secret|token|key|keys)[\"']?\\s*[:=]\\s*)"
              + "(?![\"']?\\{\\{)(?![\"']?#bean:)(?=\\S).*");
  private static final Pattern IN_URL = Pattern.compile("(://[^:/@\\s]*:)[^@/\\s]+@");
  private static final Pattern IN_PEM = base64("+");
  private static final Pattern LONG = base64("{40,}");

  private SecretMask() {}

  /** The lines of a difference, with {@code ***} for each secret. */
  static List<String> of(List<String> lines) {
    boolean[] secret = new boolean[lines.size()];
    for (int i = 0; i < secret.length; i++) {
      boolean follows = i > 0 && (secret[i - 1] || lines.get(i - 1).contains("-----BEGIN "));
      secret[i] = (follows ? IN_PEM : LONG).matcher(lines.get(i)).find();
    }
    for (int i = secret.length - 2; i >= 0; i--) {
      boolean leads = secret[i + 1] || lines.get(i + 1).contains("-----END ");
      secret[i] |= leads && IN_PEM.matcher(lines.get(i)).find();
    }
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < secret.length; i++) {
      String line = lines.get(i);
      shown.add(secret[i] ? IN_PEM.matcher(line).replaceFirst("$1***") : of(line));
    }
    return shown;
  }

  private static String of(String line) {
    String named = NAMED.matcher(line).replaceFirst("$1***");
    return IN_URL.matcher(named).replaceAll("$1***@");
  }

  private static Pattern base64(String length) {
    return Pattern.compile("(?m)^([-+ ]?\\s*)[A-Za-z0-9+/]" + length + "={0,2}$");
  }
}

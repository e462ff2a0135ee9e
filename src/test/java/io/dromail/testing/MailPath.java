package io.dromail.testing;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The argument of MAIL or RCPT: a path and what follows it (RFC 5321, section 4.1.2).
 *
 * @param address what stands between the angle brackets
 * @param parameters the parameters of extensions, such as {@code SIZE=1000}
 */
record MailPath(String address, List<String> parameters) {
  private static final Pattern ARGUMENT =
      Pattern.compile(
          "(?i)(FROM|TO):<((?:\"(?:[^\"\\\\]++|\\\\.)*+\"|[^\">\\s]++)*+)>((?: +\\S++)*+) *");

  /** No blank is allowed around the colon (RFC 5321, section 3.3). */
  static Optional<MailPath> parse(String direction, String argument) {
    Matcher matcher = ARGUMENT.matcher(argument);
    if (!matcher.matches() || !matcher.group(1).equalsIgnoreCase(direction)) {
      return Optional.empty();
    }
    String parameters = matcher.group(3).strip();
    return Optional.of(
        new MailPath(
            matcher.group(2), parameters.isEmpty() ? List.of() : List.of(parameters.split(" +"))));
  }

  boolean isEmpty() {
    return address.isEmpty();
  }

  /** A local part and a domain, or the postmaster (RFC 5321, section 4.5.1). */
  boolean isMailbox() {
    int at = address.lastIndexOf('@');
    return (at > 0 && at < address.length() - 1) || address.equalsIgnoreCase("postmaster");
  }

  boolean isAscii() {
    return address.chars().allMatch(c -> c < 128);
  }

  boolean has(String keyword) {
    return parameters.stream().anyMatch(keyword::equalsIgnoreCase);
  }

  /** The size the client declares (RFC 1870, section 3), zero if it does not. */
  long declaredSize() {
    return parameters.stream()
        .filter(parameter -> parameter.matches("(?i)SIZE=\\d{1,18}"))
        .mapToLong(parameter -> Long.parseLong(parameter.substring(5)))
        .findFirst()
        .orElse(0);
  }

  /** A parameter of an extension that the server does not advertise. */
  Optional<String> unknownParameter(ServerFeatures features) {
    return parameters.stream()
        .filter(parameter -> !features.has(extensionOf(parameter)))
        .findFirst();
  }

  private static String extensionOf(String parameter) {
    String keyword = parameter.split("=")[0].toUpperCase(Locale.ROOT);
    return switch (keyword) {
      case "BODY" -> "8BITMIME";
      case "RET", "ENVID", "NOTIFY", "ORCPT" -> "DSN";
      default -> keyword;
    };
  }
}

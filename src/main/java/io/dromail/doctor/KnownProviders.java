package io.dromail.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the SPF record must have for a provider, by the name of its submission server. */
public final class KnownProviders {

  /** As the providers publish it; by the end of the server's name. */
  private static final Map<String, String> INCLUDES =
      new TreeMap<>(
          Map.of(
              "smtp.gmail.com", "include:_spf.google.com",
              "smtp-relay.gmail.com", "include:_spf.google.com",
              "smtp.office365.com", "include:spf.protection.outlook.com",
              "smtp.exmail.qq.com", "include:spf.mail.qq.com",
              ".amazonaws.com", "include:amazonses.com"));

  private KnownProviders() {}

  /** The terms for a server, or none if it isn't known. */
  public static List<String> spf(String server) {
    String name = server.toLowerCase(Locale.ROOT);
    return INCLUDES.entrySet().stream()
        .filter(known -> name.endsWith(known.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .map(List::of)
        .orElse(List.of());
  }
}

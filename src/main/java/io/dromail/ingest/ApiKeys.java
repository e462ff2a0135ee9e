package io.dromail.ingest;

import io.dromail.mail.Address;
import io.dromail.mail.Mail;
import io.dromail.mail.Refused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Header;

/**
 * Who may send, and as whom. Without keys everybody is the tenant {@code default}, which the
 * settings allow on loopback only. Thread-safe.
 */
public final class ApiKeys {

  private static final String NOBODY = "default";
  private static final String ALL_TENANTS = "*";
  private static final String EVERYBODY = "";

  private final List<Key> keys = new ArrayList<>();

  /**
   * Reads the setting.
   *
   * @param setting {@code tenant:key} or {@code tenant:key:sender|sender}, separated by commas
   */
  public ApiKeys(String setting) {
    for (String entry : setting.split(",")) {
      String[] parts = entry.strip().split(":", 3);
      if (parts.length > 1) {
        List<String> senders =
            parts.length == 2
                ? List.of()
                : Stream.of(parts[2].strip().split("\\s*\\|\\s*"))
                    .map(Address::comparable)
                    .toList();
        keys.add(new Key(parts[0], sha256(parts[1]), senders));
      }
    }
  }

  /** Whether there are none, so that everybody is let in. */
  boolean areNone() {
    return keys.isEmpty();
  }

  /**
   * The tenant of a request.
   *
   * @param authorization the header of that name: {@code Bearer} (RFC 6750 section 2.1), or {@code
   *     Basic} with the key as the password (RFC 7617), which is what a browser sends
   * @throws Refused 401 {@code missing_api_key} or 401 {@code invalid_api_key}
   */
  public String tenant(@Header("Authorization") String authorization) throws Refused {
    if (keys.isEmpty()) {
      return NOBODY;
    }
    String given = key(authorization);
    if (given == null) {
      throw Refused.because(
          401, "missing_api_key", "Send the API key as 'Authorization: Bearer <key>'.");
    }
    byte[] digest = sha256(given);
    return keys.stream()
        .filter(key -> MessageDigest.isEqual(key.digest, digest))
        .map(Key::tenant)
        .findFirst()
        .orElseThrow(() -> Refused.because(401, "invalid_api_key", "There is no such API key."));
  }

  /**
   * Lays out the tenant of a request as the variable {@code tenant}. An expression that calls a
   * bean would copy the exchange for each mail.
   *
   * @throws Refused as {@link #tenant}
   */
  public void identify(Exchange exchange) throws Refused {
    exchange.setVariable(
        "tenant", tenant(exchange.getMessage().getHeader("Authorization", String.class)));
  }

  /**
   * Whose mails a request may see: those of its tenant. Empty for everybody's: where there are no
   * keys, and for the tenant that is named {@code *}.
   *
   * @throws Refused as {@link #tenant}
   */
  public String scope(@Header("Authorization") String authorization) throws Refused {
    String tenant = tenant(authorization);
    return keys.isEmpty() || tenant.equals(ALL_TENANTS) ? EVERYBODY : tenant;
  }

  /**
   * Refuses who may send, but not change how the gateway works: with keys, everybody but the tenant
   * that is named {@code *}.
   *
   * @throws Refused as {@link #tenant}, and 403 {@code not_an_operator}
   */
  public void checkOperator(@Header("Authorization") String authorization) throws Refused {
    if (!scope(authorization).equals(EVERYBODY)) {
      throw Refused.because(
          403, "not_an_operator", "Only a key of the tenant * may do this; see docs/console.md.");
    }
  }

  /**
   * Refuses a sender that the tenant's keys don't allow: 403 {@code sender_not_allowed}.
   *
   * @param field the sender's place in the request, for the error
   */
  void checkSender(String tenant, Mail mail, String field) throws Refused {
    String email = mail.from().email().toLowerCase(Locale.ROOT);
    boolean known = false;
    for (Key key : keys) {
      if (key.tenant.equals(tenant)) {
        if (key.senders.isEmpty()
            || key.senders.contains(email)
            || key.senders.contains("@" + mail.from().domain())) {
          return;
        }
        known = true;
      }
    }
    if (known) {
      throw new Refused(
          403,
          "sender_not_allowed",
          "This API key may not send as " + email + ".",
          List.of(new Refused.Detail(field, "not an allowed sender")));
    }
  }

  /** The domains of the senders that the keys allow, in lower case. */
  public Set<String> senderDomains() {
    return keys.stream()
        .flatMap(key -> key.senders.stream())
        .map(sender -> sender.substring(sender.lastIndexOf('@') + 1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String key(String authorization) {
    if (authorization == null) {
      return null;
    }
    if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return authorization.substring(7).strip();
    }
    if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      return null;
    }
    try {
      byte[] login = Base64.getDecoder().decode(authorization.substring(6).strip());
      String text = new String(login, StandardCharsets.UTF_8);
      return text.substring(text.indexOf(':') + 1);
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }

  private static byte[] sha256(String text) {
    return Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  private record Key(String tenant, byte[] digest, List<String> senders) {}
}

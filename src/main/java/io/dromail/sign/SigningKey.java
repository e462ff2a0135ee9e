package io.dromail.sign;

import java.io.IOException;
import java.net.IDN;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A key that was judged and can sign.
 *
 * @param bean its name in {@code domains.camel.yaml}
 * @param domain in ASCII and lower case (RFC 5890)
 * @param canonicalization as in {@code c=}, both halves written out
 * @param from when it begins to sign
 * @param subdomains whether it also signs for subdomains
 * @param exceptHeaders what it leaves out, in lower case
 */
record SigningKey(
    String bean,
    String domain,
    String selector,
    Algorithm algorithm,
    KeyPair pair,
    String canonicalization,
    Instant from,
    boolean subdomains,
    Set<String> exceptHeaders) {

  /** RFC 8301 section 3.2: below nobody may believe it, above nobody has to be able to. */
  private static final int BITS_AT_LEAST = 1024;

  private static final int BITS_AT_MOST = 4096;

  private static final String LABEL = "[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
  private static final Pattern SELECTOR = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final Pattern DOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")+");
  private static final Pattern CANONICALIZATION =
      Pattern.compile("(simple|relaxed)(/(simple|relaxed))?");

  /**
   * Judges a key.
   *
   * @param folder where relative paths start
   * @throws BadKey if it can't sign
   */
  static SigningKey of(String bean, DkimKey given, Path folder) {
    String domain = ascii(given.domain());
    check(DOMAIN.matcher(domain).matches(), bean, "has no domain, or one that can't be");
    check(
        SELECTOR.matcher(given.selector()).matches(),
        bean,
        "has no selector, or one that can't be");
    check(
        CANONICALIZATION.matcher(given.canonicalization()).matches(),
        bean,
        "has a canonicalization that isn't simple or relaxed or two of them with a slash between");
    Set<String> except =
        Arrays.stream(given.exceptHeaders().toLowerCase(Locale.ROOT).split("[,\\s]+"))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    check(!except.contains("from"), bean, "leaves out From, which every signature must have");
    KeyPair pair = pair(bean, given, folder);
    Algorithm algorithm =
        pair.getPublic() instanceof RSAPublicKey ? Algorithm.RSA : Algorithm.ED25519;
    SigningKey key =
        new SigningKey(
            bean,
            domain,
            given.selector(),
            algorithm,
            pair,
            // The body's half is simple if it isn't said (RFC 6376 section 3.5).
            given.canonicalization() + (given.canonicalization().contains("/") ? "" : "/simple"),
            from(bean, given.from()),
            given.subdomains(),
            except);
    check(key.bits() >= BITS_AT_LEAST, bean, "has " + key.bits() + " bits; take 2048");
    check(key.bits() <= BITS_AT_MOST, bean, "has " + key.bits() + " bits; take 2048");
    check(key.worksOut(), bean, "can't verify what it signs");
    return key;
  }

  boolean relaxedHeader() {
    return canonicalization.startsWith("relaxed");
  }

  boolean relaxedBody() {
    return canonicalization.endsWith("relaxed");
  }

  /** The key's length. */
  int bits() {
    return pair.getPublic() instanceof RSAPublicKey rsa
        ? rsa.getModulus().bitLength()
        : BITS_AT_LEAST;
  }

  DkimRecord record() {
    return new DkimRecord(
        domain, selector, algorithm.tag(), algorithm.publish(pair.getPublic()), from);
  }

  /** A domain as DNS has it; one that can't be is empty. */
  static String ascii(String domain) {
    try {
      return IDN.toASCII(domain).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException notADomain) {
      return "";
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return bean + " (" + selector + " of " + domain + ", " + algorithm.tag() + ")";
  }

  private static KeyPair pair(String bean, DkimKey given, Path folder) {
    check(
        given.key().isEmpty() != given.keyFile().isEmpty(),
        bean,
        "needs a key or a keyFile, and not both");
    try {
      return Pem.read(
          given.key().isEmpty() ? Files.readString(folder.resolve(given.keyFile())) : given.key());
    } catch (IOException e) {
      throw new BadKey(bean, "can't be read from " + given.keyFile());
    } catch (IllegalArgumentException e) {
      throw new BadKey(bean, e.getMessage());
    }
  }

  private static Instant from(String bean, String from) {
    try {
      if (from.isEmpty()) {
        return Instant.EPOCH;
      }
      return from.contains("T")
          ? OffsetDateTime.parse(from).toInstant()
          : LocalDate.parse(from).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new BadKey(
          bean,
          "has a from that is neither a date such as 2026-12-01 nor a time with an offset such as"
              + " 2026-12-01T08:00:00+01:00");
    }
  }

  private boolean worksOut() {
    try {
      return algorithm.verify(pair.getPublic(), domain, algorithm.sign(pair.getPrivate(), domain));
    } catch (GeneralSecurityException | IllegalStateException e) {
      return false;
    }
  }

  private static void check(boolean right, String bean, String otherwise) {
    if (!right) {
      throw new BadKey(bean, otherwise);
    }
  }
}

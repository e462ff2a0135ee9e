package io.dromail.doctor;

import io.dromail.mail.Diagnosis;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Judges the record of a DKIM key (RFC 6376 section 3.6.1): it is there, and it's the key that
 * mails are signed with. Stateless.
 */
final class DkimCheck {

  /** RFC 8301 section 3.2: below, signatures don't count. */
  private static final int BITS_AT_LEAST = 1024;

  private static final int BITS_ADVISED = 2048;

  private final Dns dns;

  DkimCheck(Dns dns) {
    this.dns = dns;
  }

  Diagnosis check(DkimKey key) {
    String part = "DKIM " + key.selector();
    Answer records = dns.texts(key.recordName());
    if (records.isUnknown()) {
      return Diagnosis.unknown(part, "Not known: " + records.trouble() + ".", "Ask again later.");
    }
    if (records.isAbsent()) {
      return publish(
          part,
          "There is no key at " + key.recordName() + ": signatures can't be verified.",
          "Publish it:",
          key);
    }
    if (records.values().size() > 1) {
      return publish(
          part,
          "There are "
              + records.values().size()
              + " TXT records at "
              + key.recordName()
              + "; nobody knows which one receivers take.",
          "Delete all but this one:",
          key);
    }
    try {
      return judged(part, Tags.of(records.values().get(0)), key);
    } catch (BadRecord e) {
      return publish(
          part, "Receivers can't read the record: " + e.getMessage() + ".", "Publish:", key);
    }
  }

  private static Diagnosis judged(String part, Tags record, DkimKey key) throws BadRecord {
    String again = "Publish in its place:";
    if (!record.get("v", "DKIM1").equals("DKIM1")) {
      return publish(part, "The record isn't v=DKIM1, so receivers pass it over.", again, key);
    }
    String published = record.get("p", null);
    if (published == null) {
      return publish(part, "The record has no p=, the key.", again, key);
    }
    if (published.isEmpty()) {
      return publish(
          part,
          "The key is revoked (p= is empty), and Dromail signs with it: all its signatures fail.",
          "Sign with another selector, or publish in its place:",
          key);
    }
    if (!record.word("k", "rsa").equals(key.algorithm())) {
      return publish(
          part,
          "The record is for "
              + record.word("k", "rsa")
              + ", and we sign with "
              + key.algorithm()
              + ".",
          again,
          key);
    }
    if (!published.replaceAll("\\s", "").equals(key.publicKey().replaceAll("\\s", ""))) {
      return publish(
          part,
          "The record holds another key than the one that we sign with: signatures fail.",
          again,
          key);
    }
    if (!words(record, "h", "sha256").contains("sha256")) {
      return publish(part, "h= doesn't allow SHA-256, with which we sign.", again, key);
    }
    Set<String> services = words(record, "s", "*");
    if (!services.contains("*") && !services.contains("email")) {
      return publish(part, "s= doesn't allow the key for mail.", again, key);
    }
    int bits = bits(key);
    if (bits < BITS_AT_LEAST) {
      return Diagnosis.wrong(
          part,
          "The key has "
              + bits
              + " bits; receivers don't count signatures with fewer than "
              + BITS_AT_LEAST
              + ".",
          "Make a key of " + BITS_ADVISED + " bits under a new selector.");
    }
    if (words(record, "t", "").contains("y")) {
      return publish(
              part,
              "The key is ours, but marked as a test (t=y): receivers treat the mails as unsigned.",
              "Publish without t=y when the test is over:",
              key)
          .as(Diagnosis.State.WARNING);
    }
    if (bits < BITS_ADVISED) {
      return Diagnosis.warning(
          part,
          "The key is ours, but it has only " + bits + " bits.",
          "Make one of " + BITS_ADVISED + " bits under a new selector.");
    }
    return Diagnosis.good(
        part,
        "The record is the key that we sign with ("
            + (key.algorithm().equals("rsa") ? "RSA, " + bits + " bits" : "Ed25519")
            + ").");
  }

  private static Set<String> words(Tags record, String tag, String otherwise) {
    return Set.copyOf(List.of(record.word(tag, otherwise).split("\\s*:\\s*")));
  }

  /** RSA's modulus; a key of another kind is long enough. */
  private static int bits(DkimKey key) throws BadRecord {
    if (!key.algorithm().equals("rsa")) {
      return Integer.MAX_VALUE;
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(key.publicKey());
      return ((RSAPublicKey)
              KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der)))
          .getModulus()
          .bitLength();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new BadRecord("p= is no RSA key");
    }
  }

  private static Diagnosis publish(String part, String words, String remedy, DkimKey key) {
    return Diagnosis.wrong(part, words, remedy).publish(key.recordName(), "TXT", key.record());
  }
}

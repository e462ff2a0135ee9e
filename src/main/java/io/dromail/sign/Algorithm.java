package io.dromail.sign;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/** The two ways to sign that DKIM has: RSA (RFC 8301) and Ed25519 (RFC 8463). */
enum Algorithm {
  RSA("rsa", "SHA256withRSA"),
  ED25519("ed25519", "Ed25519");

  private static final int ED25519_OCTETS = 32;

  private final String tag;
  private final String name;

  Algorithm(String tag, String name) {
    this.tag = tag;
    this.name = name;
  }

  /** As in {@code k=} of the record; {@code a=} of a signature has {@code -sha256} after it. */
  String tag() {
    return tag;
  }

  /** Signs the header (ISO 8859-1, an octet a character) and answers {@code b=}. */
  String sign(PrivateKey key, String header) {
    try {
      Signature signature = Signature.getInstance(name);
      signature.initSign(key);
      signature.update(signed(header));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that could sign can't any more", e);
    }
  }

  /** Whether the public key is that of a signature. */
  boolean verify(PublicKey key, String header, String value) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(name);
    signature.initVerify(key);
    signature.update(signed(header));
    return signature.verify(Base64.getDecoder().decode(value));
  }

  /**
   * The record's {@code p=}: the whole structure for RSA (RFC 6376 section 3.6.1), the bare key for
   * Ed25519 (RFC 8463 section 4).
   */
  String publish(PublicKey key) {
    byte[] octets = key.getEncoded();
    if (this == ED25519) {
      octets = Arrays.copyOfRange(octets, octets.length - ED25519_OCTETS, octets.length);
    }
    return Base64.getEncoder().encodeToString(octets);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Ed25519 signs the header's digest (RFC 8463 section 3); with RSA the digest is its own part.
   */
  private byte[] signed(String header) {
    byte[] octets = header.getBytes(StandardCharsets.ISO_8859_1);
    return this == ED25519 ? sha256().digest(octets) : octets;
  }
}

package io.dromail.sign;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and writes private keys as text (RFC 7468). The JDK has a reader for PKCS#8 in binary form
 * only. Stateless.
 */
final class Pem {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  /** What PKCS#8 has before a PKCS#1 key: version 0 and rsaEncryption (RFC 5208, RFC 8017). */
  private static final byte[] RSA_BEFORE =
      HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;

  private Pem() {}

  /**
   * The key pair of a private key.
   *
   * @throws IllegalArgumentException with what is wrong, to follow "the key"; never with any of it
   */
  static KeyPair read(String text) {
    Matcher block = BLOCK.matcher(text.replace("\\n", "\n"));
    if (!block.find()) {
      throw new IllegalArgumentException("is no private key in PEM (-----BEGIN PRIVATE KEY-----)");
    }
    if (text.contains("ENCRYPTED")) {
      throw new IllegalArgumentException("is encrypted; it must be one without a passphrase");
    }
    byte[] octets = octets(block.group(2));
    switch (block.group(1)) {
      case "PRIVATE KEY":
        return pair(octets);
      case "RSA PRIVATE KEY":
        return pair(pkcs8(octets));
      case "PUBLIC KEY":
      case "RSA PUBLIC KEY":
        throw new IllegalArgumentException("is a public key; the private one signs");
      default:
        throw new IllegalArgumentException("is neither an RSA nor an Ed25519 private key");
    }
  }

  /** As a file has it. */
  static String write(PrivateKey key) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static byte[] octets(String base64) {
    try {
      return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
    } catch (IllegalArgumentException quotesTheKey) {
      throw new IllegalArgumentException("is damaged: it isn't base64");
    }
  }

  private static KeyPair pair(byte[] pkcs8) {
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
    try {
      return pair((RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(spec));
    } catch (GeneralSecurityException | ClassCastException notRsa) {
      try {
        return pair((EdECPrivateKey) KeyFactory.getInstance("Ed25519").generatePrivate(spec));
      } catch (GeneralSecurityException | ClassCastException neither) {
        throw new IllegalArgumentException("is damaged, or neither an RSA nor an Ed25519 key");
      }
    }
  }

  private static KeyPair pair(RSAPrivateCrtKey key) throws GeneralSecurityException {
    RSAPublicKeySpec spec = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
    return new KeyPair(KeyFactory.getInstance("RSA").generatePublic(spec), key);
  }

  /**
   * The JDK derives an Ed25519 public key only while it makes a new pair from 32 random octets (RFC
   * 8032 section 5.1.5), so it gets those of this key. {@link SigningKey} tries the pair out.
   */
  private static KeyPair pair(EdECPrivateKey key) throws GeneralSecurityException {
    byte[] seed = key.getBytes().orElseThrow();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    generator.initialize(
        NamedParameterSpec.ED25519,
        new SecureRandom() {
          @Override
          public void nextBytes(byte[] octets) {
            System.arraycopy(seed, 0, octets, 0, octets.length);
          }
        });
    return new KeyPair(generator.generateKeyPair().getPublic(), key);
  }

  private static byte[] pkcs8(byte[] pkcs1) {
    ByteArrayOutputStream inner = new ByteArrayOutputStream();
    inner.writeBytes(RSA_BEFORE);
    inner.writeBytes(element(OCTET_STRING, pkcs1));
    return element(SEQUENCE, inner.toByteArray());
  }

  /** In DER (X.690 section 8.1.3), its length in two octets at least, as all keys are that long. */
  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    out.write(0x82);
    out.write(content.length >> 8);
    out.write(content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }
}

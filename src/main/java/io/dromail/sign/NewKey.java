package io.dromail.sign;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;

/**
 * A key that was made just now.
 *
 * @param pem the private key, to be kept
 * @param record the public one, to be published
 */
public record NewKey(String pem, DkimRecord record) {

  private static final int RSA_BITS = 2048;

  /**
   * Makes one: RSA with 2048 bits, or Ed25519.
   *
   * @throws BadKey if domain or selector can't be
   */
  public static NewKey make(String domain, String selector, boolean ed25519) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(ed25519 ? "Ed25519" : "RSA");
      if (!ed25519) {
        generator.initialize(RSA_BITS);
      }
      KeyPair pair = generator.generateKeyPair();
      DkimKey key = new DkimKey();
      key.setDomain(domain);
      key.setSelector(selector);
      key.setKey(Pem.write(pair.getPrivate()));
      DkimRecord record = SigningKey.of(selector, key, java.nio.file.Path.of("")).record();
      return new NewKey(key.key() + "\n", record);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Without the private key. */
  @Override
  public String toString() {
    return record.toString();
  }
}

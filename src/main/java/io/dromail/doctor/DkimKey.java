package io.dromail.doctor;

/**
 * A key that mails are signed with.
 *
 * @param domain the {@code d=} of the signature
 * @param selector the {@code s=} of the signature
 * @param algorithm {@code rsa} or {@code ed25519}
 * @param publicKey as in {@code p=}: base64, of a SubjectPublicKeyInfo for RSA (RFC 6376 section
 *     3.6.1), of the 32 bytes for Ed25519 (RFC 8463 section 4)
 */
public record DkimKey(String domain, String selector, String algorithm, String publicKey) {

  /** The name under which the key is published. */
  String recordName() {
    return selector + "._domainkey." + domain;
  }

  /** The record to publish. */
  String record() {
    return "v=DKIM1; k=" + algorithm + "; p=" + publicKey.replaceAll("\\s", "");
  }
}

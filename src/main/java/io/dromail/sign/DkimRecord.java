package io.dromail.sign;

import java.time.Instant;

/**
 * What a domain has to publish so that its signatures can be verified (RFC 6376 section 3.6).
 *
 * @param domain in ASCII
 * @param selector names the key in it
 * @param type {@code rsa} or {@code ed25519}
 * @param publicKey in base64
 * @param from when the key begins to sign; {@link Instant#EPOCH} if it always did
 */
public record DkimRecord(
    String domain, String selector, String type, String publicKey, Instant from) {

  /** The name of the TXT record. */
  public String name() {
    return selector + "._domainkey." + domain;
  }

  /** Its text; in a zone file it's to be cut into pieces of 255 octets. */
  public String text() {
    return "v=DKIM1; k=" + type + "; p=" + publicKey;
  }
}

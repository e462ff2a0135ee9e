package io.dromail.ingest;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * An idempotency key, claimed for some content. The ids of its mails derive from it, so that a
 * second try after a crash or a time-out gives the same ids and Message-IDs as the first.
 *
 * @param tenant whose keys it's one of
 * @param hash of the content, SHA-256 in hexadecimal
 * @param token tells this claim from others on the same key
 * @param seed the first claim's token
 * @param again whether an earlier try may have been published
 * @param kept what was answered before, or null if the claim is good
 */
public record Claim(
    String tenant, String key, String hash, UUID token, UUID seed, boolean again, KeptAnswer kept) {

  /** The first claim on a key. */
  static Claim first(String tenant, String key, String hash, UUID token) {
    return new Claim(tenant, key, hash, token, token, false, null);
  }

  /** The id of a mail: the only one has the index 0 (UUIDv8, RFC 9562 section 5.8). */
  UUID id(int index) {
    String name = seed + " " + hash + " " + index;
    return Digests.uuid(name.getBytes(StandardCharsets.US_ASCII));
  }
}

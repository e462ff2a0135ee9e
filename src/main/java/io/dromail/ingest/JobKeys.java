package io.dromail.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.mail.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The idempotency of job files: a mail's own key, or else the content of its file, which is one key
 * for all of them. While the journal's database is away, a file is taken as new, and a mail with a
 * key waits. Thread-safe.
 */
public final class JobKeys {

  static final String TENANT = "inbox";

  /** What a mail's key is called; only job files may have it. */
  static final String FIELD = "idempotency_key";

  private static final Logger LOG = LoggerFactory.getLogger(JobKeys.class);

  /** No tenant is called that: the setting of the keys has colons between its parts. */
  private static final String FILES = "inbox:files";

  private final IdempotencyKeys keys;

  /** With the keys of all processes. */
  public JobKeys(IdempotencyKeys keys) {
    this.keys = keys;
  }

  /** Claims the content of a file that was just opened. */
  void claim(JobFile file) throws IOException {
    Progress progress = file.progress();
    UUID seed = progress.seed();
    if (seed == null) {
      if (!keys.isOn() || progress.cutOffAt() >= 0) {
        return;
      }
      seed = UUID.randomUUID();
      progress.seed(seed);
    }
    String hash = HexFormat.of().formatHex(file.digest());
    Claim claim = Claim.first(FILES, hash, hash, seed);
    try {
      claim = keys.isOn() ? keys.claim(FILES, hash, hash, seed) : claim;
    } catch (Refused notNow) {
      if (notNow.status() == 409) {
        LOG.info("{} waits: another file with its content is being read", file.path());
        file.postpone();
        return;
      }
    }
    if (!claim.seed().equals(seed)) {
      progress.seed(claim.seed());
    }
    file.claimed(claim, acceptedBefore(claim));
  }

  /** Notes which mails of a file were accepted, for the next with the same content. */
  void keep(JobFile file) {
    if (file.claim() == null || !keys.isOn()) {
      return;
    }
    Claim claim = file.claim();
    try {
      // Once more: the database may have been away, or the reading may have taken a day.
      Claim own = keys.claim(FILES, claim.key(), claim.hash(), claim.seed());
      byte[] accepted = file.progress().acceptedIndices().toByteArray();
      keys.keep(own, new KeptAnswer(202, null, Base64.getEncoder().encodeToString(accepted)));
    } catch (Refused notNow) {
      LOG.warn("{} won't be known when it comes again: {}", file.path(), notNow.getMessage());
    }
  }

  private static BitSet acceptedBefore(Claim claim) {
    return claim.kept() == null
        ? new BitSet()
        : BitSet.valueOf(Base64.getDecoder().decode(claim.kept().body()));
  }

  /**
   * Claims the key of a mail, and takes it out of the request.
   *
   * @return null if the mail has none
   * @throws Refused if it's no key, or was used for another content
   * @throws IOException if the key can't be claimed now
   */
  Claim claim(JobEntry entry) throws Refused, IOException {
    if (!entry.hasKey()) {
      return null;
    }
    JsonNode key = ((ObjectNode) entry.request()).remove(FIELD);
    if (!key.isTextual() || !IdempotencyKeys.isKey(key.textValue())) {
      throw Refused.field(
          "invalid_idempotency_key", FIELD, "must be 1 to 256 printable characters of ASCII");
    }
    byte[] content = entry.request().toString().getBytes(StandardCharsets.UTF_8);
    try {
      return keys.claim(TENANT, key.textValue(), Digests.hex(content), entry.id());
    } catch (Refused refused) {
      if (IdempotencyKeys.isTemporary(refused)) {
        // Without its cause, which would make it a refusal.
        throw new IOException(refused.getMessage());
      }
      throw refused;
    }
  }

  /** Keeps the key of an accepted mail. */
  void accepted(Claim claim) {
    if (claim != null) {
      keys.keep(claim, new KeptAnswer(202, null, ""));
    }
  }

  /** Frees the key of a refused mail. */
  void refused(Claim claim) {
    if (claim != null) {
      keys.free(claim, false);
    }
  }
}

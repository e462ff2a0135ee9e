package io.dromail.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.mail.Refused;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * One mail of a job file.
 *
 * @param file where it's from
 * @param index its place there, from 0
 * @param request the mail as JSON, or null if that can't be read
 * @param unreadable why it can't be read, or null
 */
public record JobEntry(JobFile file, int index, JsonNode request, Refused unreadable) {

  static JobEntry of(JobFile file, int index, JsonNode request) {
    return new JobEntry(file, index, request, null);
  }

  static JobEntry refused(JobFile file, int index, Refused why) {
    return new JobEntry(file, index, null, why);
  }

  /** Whether the mail has an idempotency key of its own. */
  boolean hasKey() {
    return request != null && request.has(JobKeys.FIELD);
  }

  /**
   * The mail's id, derived from the claim on the file's content, or the content itself without a
   * journal, and the index, so that a file that is read again after a crash gives the same ids and
   * Message-IDs.
   */
  public UUID id() {
    if (file.claim() != null) {
      return file.claim().id(index);
    }
    byte[] suffix = ("#" + index).getBytes(StandardCharsets.US_ASCII);
    return Digests.uuid(
        ByteBuffer.allocate(32 + suffix.length).put(file.digest()).put(suffix).array());
  }
}

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

  /**
   * The mail's id, derived from the file's content and the index, so that a file that is read again
   * after a crash gives the same ids and Message-IDs (UUIDv8, RFC 9562 section 5.8).
   */
  public UUID id() {
    byte[] suffix = ("#" + index).getBytes(StandardCharsets.US_ASCII);
    byte[] name = ByteBuffer.allocate(32 + suffix.length).put(file.digest()).put(suffix).array();
    ByteBuffer digest = ByteBuffer.wrap(Digests.sha256(name));
    long high = digest.getLong() & 0xffffffffffff0fffL | 0x8000L;
    long low = digest.getLong() & 0x3fffffffffffffffL | 0x8000000000000000L;
    return new UUID(high, low);
  }
}

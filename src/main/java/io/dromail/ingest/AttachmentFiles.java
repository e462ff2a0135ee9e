package io.dromail.ingest;

import io.dromail.mail.Attachment;
import io.dromail.mail.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Reads attachments that are given by path, from below the allowed root and from nowhere else, and
 * holds attachments against their digest. Thread-safe.
 */
public final class AttachmentFiles {

  private static final String NAME = "invalid_attachment";

  private final Path root;

  /**
   * With the allowed root.
   *
   * @param directory empty: no attachments by path
   */
  public AttachmentFiles(String directory) {
    root = directory.isEmpty() ? null : Path.of(directory);
  }

  /**
   * The attachment with its content.
   *
   * @param field its place in the request, for errors
   * @param room how many bytes the mail has room for
   */
  Attachment read(Attachment attachment, String field, long room) throws Refused {
    byte[] content =
        attachment.path() == null ? attachment.content() : load(attachment.path(), field, room);
    if (attachment.sha256() != null
        && !HexFormat.of()
            .formatHex(Digests.sha256(content))
            .equalsIgnoreCase(attachment.sha256())) {
      throw Refused.field(NAME, field + ".sha256", "is not the digest of the content");
    }
    return attachment.withContent(content);
  }

  private byte[] load(String path, String field, long room) throws Refused {
    if (root == null) {
      throw Refused.field(NAME, field + ".path", "attachments by path are not allowed here");
    }
    try {
      Path real = root.toRealPath().resolve(path).toRealPath();
      if (!real.startsWith(root.toRealPath()) || !Files.isRegularFile(real)) {
        throw Refused.field(NAME, field + ".path", "is not a file below the allowed root");
      }
      if (Files.size(real) > room) {
        throw Refused.because(413, "message_too_large", field + " makes the mail too large.");
      }
      return Files.readAllBytes(real);
    } catch (IOException | InvalidPathException e) {
      throw Refused.field(NAME, field + ".path", "is not a file below the allowed root");
    }
  }
}

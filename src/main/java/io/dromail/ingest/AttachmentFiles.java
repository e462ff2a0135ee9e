package io.dromail.ingest;

import io.dromail.mail.Attachment;
import io.dromail.mail.Refused;
import io.dromail.mail.Spool;
import io.dromail.mail.SpoolUnavailable;
import io.dromail.mail.SpooledContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;

/**
 * Reads attachments that are given by path, from below the allowed root and from nowhere else,
 * holds attachments against their digest, and leads what is too large for its mail into the spool,
 * if there is one. Thread-safe.
 */
public final class AttachmentFiles {

  private static final String NAME = "invalid_attachment";

  private final Path root;
  private final Spool spool;

  /** Without a spool: all contents travel in their mails. */
  public AttachmentFiles(String directory) {
    this(directory, Spool.none());
  }

  /**
   * With the allowed root.
   *
   * @param directory empty: no attachments by path
   */
  public AttachmentFiles(String directory, Spool spool) {
    root = directory.isEmpty() ? null : Path.of(directory);
    this.spool = spool;
  }

  /**
   * The attachment with its content, in hand or in the spool.
   *
   * @param field its place in the request, for errors
   * @param room how many bytes the mail has room for
   * @param inline how many bytes may travel in the mail; any number, if there is no spool
   * @throws SpoolUnavailable if the spool doesn't take it
   */
  Attachment read(Attachment attachment, String field, long room, long inline)
      throws Refused, SpoolUnavailable {
    try {
      if (attachment.spooled() != null) {
        return attachment;
      }
      if (attachment.path() != null) {
        return load(attachment, field, room, inline);
      }
      byte[] content = attachment.content();
      checkDigest(attachment, content, field);
      return goesToSpool(content.length, inline)
          ? attachment.withContent(spool.keep(out -> out.write(content), content.length))
          : attachment.withContent(content);
    } catch (SpoolUnavailable e) {
      throw e;
    } catch (IOException | InvalidPathException e) {
      throw Refused.field(NAME, field + ".path", "is not a file below the allowed root");
    }
  }

  private boolean goesToSpool(long size, long inline) {
    return spool.isOn() && size > inline;
  }

  private Attachment load(Attachment attachment, String field, long room, long inline)
      throws Refused, IOException {
    if (root == null) {
      throw Refused.field(NAME, field + ".path", "attachments by path are not allowed here");
    }
    Path real = root.toRealPath().resolve(attachment.path()).toRealPath();
    if (!real.startsWith(root.toRealPath()) || !Files.isRegularFile(real)) {
      throw Refused.field(NAME, field + ".path", "is not a file below the allowed root");
    }
    long size = Files.size(real);
    if (size > room) {
      throw Refused.because(413, "message_too_large", field + " makes the mail too large.");
    }
    if (!goesToSpool(size, inline)) {
      byte[] content = Files.readAllBytes(real);
      checkDigest(attachment, content, field);
      return attachment.withContent(content);
    }
    FileTime modified = Files.getLastModifiedTime(real);
    SpooledContent kept = spool.keep(out -> Files.copy(real, out), size);
    if (kept == null || kept.size() != size || !modified.equals(Files.getLastModifiedTime(real))) {
      throw Refused.field(NAME, field + ".path", "changed while it was read");
    }
    checkDigest(attachment.sha256(), kept.sha256(), field);
    return attachment.withContent(kept);
  }

  private static void checkDigest(Attachment attachment, byte[] content, String field)
      throws Refused {
    if (attachment.sha256() != null) {
      checkDigest(attachment.sha256(), HexFormat.of().formatHex(Digests.sha256(content)), field);
    }
  }

  /** Holds a digest of a request, if it has one, against that of the content. */
  static void checkDigest(String wanted, String digest, String field) throws Refused {
    if (wanted != null && !wanted.equalsIgnoreCase(digest)) {
      throw Refused.field(NAME, field + ".sha256", "is not the digest of the content");
    }
  }
}

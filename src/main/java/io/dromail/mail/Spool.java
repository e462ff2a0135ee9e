package io.dromail.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;

/**
 * Keeps large contents beside the broker, so that a mail carries only their names (a claim check).
 * What {@link #keep} has returned is on disk. Every process that may send the mail sees the same
 * spool. Thread-safe.
 */
public interface Spool {

  /** Attachments of a mail that are larger than this together go into the spool, in bytes. */
  int INLINE_AT_MOST = 256 * 1024;

  /** Whether there is one; if not, all contents travel in their mails. */
  boolean isOn();

  /**
   * Takes a content in, and remembers it for as long as the settings say.
   *
   * @param sizeAtMost in bytes
   * @return its name, or null if it's larger
   * @throws IOException also what the content throws
   */
  SpooledContent keep(Content content, long sizeAtMost) throws IOException;

  /**
   * Remembers a content anew, because a mail needs it.
   *
   * @return whether it's still there, and whole
   */
  boolean refresh(SpooledContent content);

  /**
   * Reads a content. The stream fails at its end, not silently, if the content isn't what it was.
   *
   * @throws NoSuchFileException if it's no longer there
   */
  InputStream read(SpooledContent content) throws IOException;

  /** Bytes that are written once, wherever they are from. */
  @FunctionalInterface
  interface Content {

    /** Writes all of them. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** No spool. */
  static Spool none() {
    return new Spool() {
      @Override
      public boolean isOn() {
        return false;
      }

      @Override
      public SpooledContent keep(Content content, long sizeAtMost) {
        throw new IllegalStateException("there is no spool");
      }

      @Override
      public boolean refresh(SpooledContent content) {
        return false;
      }

      @Override
      public InputStream read(SpooledContent content) throws IOException {
        throw new NoSuchFileException(content.sha256());
      }
    };
  }
}

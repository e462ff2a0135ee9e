package io.dromail.spool;

import io.dromail.mail.Spool;
import io.dromail.mail.SpoolUnavailable;
import io.dromail.mail.SpooledContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The spool as a folder that processes may share: a file a content, named after its SHA-256 below
 * the digest's first two digits, so that the same content is there once. A file is written under
 * another name, forced to disk and then renamed, so that it's whole or not there. Its time of
 * modification says when a mail last needed it. Thread-safe.
 */
public final class SpoolFolder implements Spool {

  static final String UNFINISHED = ".tmp";

  private static final Logger LOG = LoggerFactory.getLogger(SpoolFolder.class);

  private final Path folder;
  private final Aside aside;

  /**
   * Over a folder, which is made when it's first needed.
   *
   * @param directory empty: there is no spool
   */
  public SpoolFolder(String directory) {
    folder = directory.isEmpty() ? null : Path.of(directory);
    aside = new Aside(folder);
  }

  @Override
  public boolean isOn() {
    return folder != null;
  }

  @Override
  public SpooledContent keep(Content content, long sizeAtMost) throws IOException {
    Path unfinished = folder.resolve(UUID.randomUUID() + UNFINISHED);
    try {
      SpooledContent written = write(content, unfinished, sizeAtMost);
      if (written != null && !refresh(written)) {
        publish(unfinished, file(written));
      }
      return written;
    } finally {
      discard(unfinished);
    }
  }

  private SpooledContent write(Content content, Path file, long sizeAtMost) throws IOException {
    try (FileChannel channel = create(file)) {
      MeasuredOutput out = new MeasuredOutput(Channels.newOutputStream(channel), sizeAtMost);
      content.writeTo(out);
      force(channel);
      return out.written();
    } catch (MeasuredOutput.TooLarge tooLarge) {
      return null;
    }
  }

  private static void discard(Path unfinished) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      LOG.debug("{} is left to the sweeper: {}", unfinished, e.toString());
    }
  }

  private FileChannel create(Path file) throws SpoolUnavailable {
    try {
      Files.createDirectories(folder);
      return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private void force(FileChannel file) throws SpoolUnavailable {
    try {
      file.force(true);
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private void publish(Path unfinished, Path file) throws SpoolUnavailable {
    try {
      if (!Files.isDirectory(file.getParent())) {
        Files.createDirectories(file.getParent());
        forceNames(folder);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      forceNames(file.getParent());
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private SpoolUnavailable unavailable(IOException e) {
    return new SpoolUnavailable("the spool " + folder + " can't be written: " + e, e);
  }

  /** Makes names last, where the system can: some can't open a folder. */
  private static void forceNames(Path directory) throws IOException {
    FileChannel names;
    try {
      names = FileChannel.open(directory, StandardOpenOption.READ);
    } catch (IOException notHere) {
      LOG.debug("{} can't be forced to disk: {}", directory, notHere.toString());
      return;
    }
    try (names) {
      names.force(true);
    }
  }

  @Override
  public boolean refresh(SpooledContent content) {
    if (folder == null) {
      return false;
    }
    Path file = file(content);
    try {
      // The sweeper may have put it back in between.
      return touch(file, content.size())
          || aside.takeBack(file, content.size())
          || touch(file, content.size());
    } catch (IOException e) {
      // It may be read without it, where a folder is shared for reading only.
      LOG.warn("{} can't be kept for longer: {}", file, e.toString());
      return Files.isReadable(file);
    }
  }

  /**
   * Sets the time, and looks whether there is still a file: it's set through an open file, which
   * the sweeper may have taken away and found old before. Who takes it away later finds it new.
   */
  private static boolean touch(Path file, long size) throws IOException {
    try {
      if (Files.size(file) != size) {
        return false;
      }
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return Files.exists(file);
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  @Override
  public InputStream read(SpooledContent content) throws IOException {
    if (folder == null) {
      throw new NoSuchFileException(content.sha256());
    }
    return new WholeContent(Files.newInputStream(file(content)), content);
  }

  private Path file(SpooledContent content) {
    return folder.resolve(content.sha256().substring(0, 2)).resolve(content.sha256());
  }
}

package io.dromail.spool;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes from the spool what no mail has needed for longer than the settings say, and what a crash
 * has left unfinished. Several processes may sweep one folder. Thread-safe.
 */
public final class SpoolSweeper {

  private static final Logger LOG = LoggerFactory.getLogger(SpoolSweeper.class);

  /** What isn't the spool's own is left alone. */
  private static final Pattern DIRECTORY = Pattern.compile("[0-9a-f]{2}");

  private static final Pattern CONTENT = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern UNFINISHED =
      Pattern.compile("[0-9a-f-]{36,101}" + Pattern.quote(SpoolFolder.UNFINISHED));

  /** A file that's still being written is younger. */
  private static final Duration CUT_OFF = Duration.ofHours(1);

  private final Path folder;
  private final Aside aside;
  private final Duration age;

  /**
   * For a folder.
   *
   * @param directory empty: there is no spool
   * @param days how long a content is kept after a mail last needed it
   */
  public SpoolSweeper(String directory, int days) {
    folder = directory.isEmpty() ? null : Path.of(directory);
    aside = new Aside(folder);
    age = Duration.ofDays(days);
  }

  /** Sweeps once. */
  public void sweep() throws IOException {
    if (folder == null || !Files.isDirectory(folder)) {
      return;
    }
    int old = 0;
    try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
      for (Path path : inside) {
        String name = path.getFileName().toString();
        if (UNFINISHED.matcher(name).matches()) {
          sweepUnfinished(path);
        } else if (DIRECTORY.matcher(name).matches() && Files.isDirectory(path)) {
          old += sweep(path);
        }
      }
    }
    if (old > 0) {
      LOG.info("{} attachments were older than {} days", old, age.toDays());
    }
  }

  private void sweepUnfinished(Path file) throws IOException {
    if (isOlder(file, CUT_OFF)) {
      Files.deleteIfExists(file);
    }
  }

  private int sweep(Path directory) throws IOException {
    int old = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        boolean ours = CONTENT.matcher(file.getFileName().toString()).matches();
        old += ours && isOlder(file, age) && delete(file) ? 1 : 0;
      }
    }
    return old;
  }

  /**
   * Takes a file away first and looks once more then, because a mail may have come that needs it:
   * then it's put back. One that comes later takes it back itself, or has found none, and written
   * its own.
   */
  private boolean delete(Path file) throws IOException {
    try {
      Path away = aside.put(file);
      if (isOlder(away, age)) {
        return Files.deleteIfExists(away);
      }
      Files.move(away, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException takenByAnother) {
      LOG.debug("{} is gone already", file);
    }
    return false;
  }

  private static boolean isOlder(Path file, Duration age) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(Instant.now().minus(age));
    } catch (NoSuchFileException gone) {
      return false;
    }
  }
}

package io.dromail.spool;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.UUID;

/**
 * Where the sweeper puts a content while it looks at it once more; a mail that needs it takes it
 * back. Each time it has another name, which nobody else puts anything under: so what the sweeper
 * deletes there is what it has looked at, or it's gone. Thread-safe, also among processes.
 */
final class Aside {

  private final Path folder;

  Aside(Path folder) {
    this.folder = folder;
  }

  /** Takes a content away. */
  Path put(Path file) throws IOException {
    Path aside =
        folder.resolve(file.getFileName() + "-" + UUID.randomUUID() + SpoolFolder.UNFINISHED);
    return Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Brings one back for a mail, as new: before that, since another may be in its place by now. */
  boolean takeBack(Path file, long size) throws IOException {
    String names = file.getFileName() + "-*" + SpoolFolder.UNFINISHED;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, names)) {
      for (Path aside : all) {
        if (takeBack(aside, file, size)) {
          return true;
        }
      }
    } catch (NoSuchFileException noSpoolYet) {
      return false;
    }
    return false;
  }

  private static boolean takeBack(Path aside, Path file, long size) throws IOException {
    try {
      if (Files.size(aside) != size) {
        return false;
      }
      Files.setLastModifiedTime(aside, FileTime.from(Instant.now()));
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (NoSuchFileException deleted) {
      return false;
    }
  }
}

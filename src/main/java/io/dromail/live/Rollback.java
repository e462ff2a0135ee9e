package io.dromail.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;

/**
 * Writes a set back into the operator's folders; a running gateway takes it like any other edit.
 * Each file is written beside its place, then all are moved there: a reader sees no half file, and
 * a full disk changes nothing. Files that the set doesn't have are deleted.
 */
public final class Rollback {

  private static final String DRAFT = ".dromail-rollback~";

  private final OperatorFiles files;

  /** Into these folders. */
  public Rollback(OperatorFiles files) {
    this.files = files;
  }

  /**
   * Writes what is otherwise.
   *
   * @return the names of what was written or deleted; empty if all is as wanted
   * @throws CannotRollBack if a folder isn't there or can't be written; nothing was changed then
   */
  public SortedSet<String> to(RouteSet wanted) throws IOException {
    SortedSet<String> changed = wanted.changedFrom(files.read());
    for (String name : changed) {
      checkFolder(name);
    }
    Map<Path, Path> drafts = new LinkedHashMap<>();
    try {
      for (String name : changed) {
        if (wanted.files().containsKey(name)) {
          Path place = place(name);
          Path draft = place.resolveSibling("." + place.getFileName() + DRAFT);
          drafts.put(draft, place);
          write(draft, place, wanted.files().get(name));
        }
      }
    } catch (IOException e) {
      for (Path draft : drafts.keySet()) {
        Files.deleteIfExists(draft);
      }
      throw new CannotRollBack("nothing was changed: " + Watch.words(e));
    }
    for (Map.Entry<Path, Path> draft : drafts.entrySet()) {
      Files.move(draft.getKey(), draft.getValue(), StandardCopyOption.ATOMIC_MOVE);
    }
    for (String name : changed) {
      if (!wanted.files().containsKey(name)) {
        Files.deleteIfExists(files.at(name));
      }
    }
    return changed;
  }

  private void checkFolder(String name) throws IOException {
    Path folder = files.at(name).toAbsolutePath().getParent();
    while (!Files.exists(folder)) {
      folder = folder.getParent();
    }
    Path real = Files.exists(files.at(name)) ? place(name).getParent() : folder;
    if (!Files.isDirectory(real) || !Files.isWritable(real) || isProjected(real)) {
      throw new CannotRollBack(
          "nothing was changed: "
              + real
              + " can't be written"
              + (isProjected(real) ? "; it's mounted, so change it where it comes from" : ""));
    }
  }

  /** Whether Kubernetes has put it there: what is written into a volume of its kind is lost. */
  private static boolean isProjected(Path folder) {
    return folder.getFileName() != null && folder.getFileName().toString().startsWith("..")
        || Files.isSymbolicLink(folder.resolve("..data"));
  }

  /** Where a file is, through symbolic links. */
  private Path place(String name) throws IOException {
    Path file = files.at(name).toAbsolutePath();
    return Files.exists(file) ? file.toRealPath() : file;
  }

  private static void write(Path draft, Path place, byte[] content) throws IOException {
    Files.createDirectories(draft.getParent());
    Files.deleteIfExists(draft);
    boolean posix = Files.getFileStore(draft.getParent()).supportsFileAttributeView("posix");
    if (posix && Files.exists(place)) {
      Files.createFile(draft);
      Files.setPosixFilePermissions(draft, Files.getPosixFilePermissions(place));
    } else if (posix && place.getFileName().toString().endsWith(".properties")) {
      Files.createFile(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.write(draft, content);
  }
}

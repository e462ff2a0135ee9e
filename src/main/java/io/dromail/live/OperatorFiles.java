package io.dromail.live;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Where the files are that operators edit. What editors leave beside them is not seen; symbolic
 * links are followed.
 *
 * @param routes its {@code *.yaml}, without folders below
 * @param templates all that is in it
 * @param home its {@code application*.properties}
 */
public record OperatorFiles(Path routes, Path templates, Path home) {

  private static final int DEEPEST = 8;
  private static final long BYTES_AT_MOST = 20_000_000;

  /** The files that a folder has which {@link RouteSet#writeTo} wrote. */
  static OperatorFiles under(Path folder) {
    return new OperatorFiles(
        folder.resolve(RouteSet.ROUTES), folder.resolve(RouteSet.TEMPLATES), folder);
  }

  /**
   * Reads all of them as they are now; somebody may be writing meanwhile, which {@link Watch} sees
   * to.
   *
   * @throws IOException with a sentence, if a folder can't be read or has too much in it
   */
  public RouteSet read() throws IOException {
    return read(look().keySet());
  }

  RouteSet read(Set<String> names) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (String name : names) {
      files.put(name, Files.readAllBytes(at(name)));
    }
    return new RouteSet(files);
  }

  /** What there is, by the names of a {@link RouteSet}; no content is read. */
  SortedMap<String, FileState> look() throws IOException {
    SortedMap<String, FileState> seen = new TreeMap<>();
    list(routes, RouteSet.ROUTES, Leftovers::isRoutes, 0, seen);
    list(templates, RouteSet.TEMPLATES, name -> !Leftovers.isOne(name), DEEPEST, seen);
    list(home, "", Leftovers::isSettings, 0, seen);
    long bytes = seen.values().stream().mapToLong(FileState::size).sum();
    if (bytes > BYTES_AT_MOST) {
      throw new IOException(
          "the files in %s, %s and %s have %d MB; more than %d MB aren't read"
              .formatted(routes, templates, home, bytes / 1_000_000, BYTES_AT_MOST / 1_000_000));
    }
    return seen;
  }

  private static void list(
      Path folder,
      String prefix,
      Predicate<String> belongs,
      int deeper,
      Map<String, FileState> seen)
      throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!belongs.test(name)) {
          continue;
        }
        FileState state;
        try {
          state = FileState.of(file);
        } catch (NoSuchFileException goneMeanwhile) {
          continue;
        }
        if (!state.folder()) {
          seen.put(prefix + name, state);
        } else if (deeper > 0 && !isCircle(folder, state)) {
          list(file, prefix + name + "/", belongs, deeper - 1, seen);
        }
      }
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** Whether a link leads back to a folder that it's in. */
  private static boolean isCircle(Path folder, FileState link) throws IOException {
    return link.target() != null && folder.toRealPath().startsWith(link.target());
  }

  /** The file of a name. */
  Path at(String name) {
    if (name.startsWith(RouteSet.ROUTES)) {
      return routes.resolve(name.substring(RouteSet.ROUTES.length()));
    }
    return name.startsWith(RouteSet.TEMPLATES)
        ? templates.resolve(name.substring(RouteSet.TEMPLATES.length()))
        : home.resolve(name);
  }

  /** Who owns the newest of these files, as far as they are there and the file system knows. */
  public Optional<String> owner(Set<String> names) {
    return names.stream()
        .map(this::at)
        .filter(Files::exists)
        .max(Comparator.comparing(file -> file.toFile().lastModified()))
        .map(OperatorFiles::owner);
  }

  private static String owner(Path file) {
    try {
      return Files.getOwner(file).getName();
    } catch (IOException | UnsupportedOperationException unknown) {
      return null;
    }
  }
}

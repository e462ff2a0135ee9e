package io.dromail.live;

import io.dromail.mail.MailJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The sets that were in force, the last ten, each in a folder named by its number: its files, and
 * {@code change.json}, which is written last and makes it an entry. Not thread-safe, but several
 * processes may share the folder: making the folder of a number is what claims it.
 */
public final class History {

  /** How many entries are kept. */
  public static final int KEPT = 10;

  private static final String RECORD = "change.json";
  private static final Duration LEFT_BEHIND = Duration.ofHours(1);
  private static final Set<PosixFilePermission> OURS_ALONE =
      PosixFilePermissions.fromString("rwx------");
  private final Path folder;
  private final Clock clock;
  private Path staged;
  private int inUse;

  /** In a folder, which need not be there. */
  public History(Path folder) {
    this(folder, Clock.systemUTC());
  }

  History(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /**
   * Lays out a set where it can be checked and used, and where it stays if it's kept. What was
   * staged before and not kept is gone then. The newest entry is given again if it is the same.
   *
   * @return a folder with {@code routes}, {@code templates} and the settings
   */
  public Path stage(RouteSet set) {
    try {
      discard();
      Files.createDirectories(folder);
      narrow(folder);
      Optional<HistoryEntry> newest = newest();
      if (newest.isPresent() && newest.get().digest().equals(set.digest())) {
        Path there = at(newest.get().number());
        if (OperatorFiles.under(there).read().digest().equals(set.digest())) {
          return there;
        }
      }
      staged = claim();
      set.writeTo(staged);
      return staged;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets go of what is staged and wasn't kept: the edit was refused. */
  public void discard() {
    if (staged != null) {
      delete(staged);
      staged = null;
    }
  }

  /**
   * Makes what is staged an entry, and the one in use; drops those that are too old.
   *
   * @param set what was staged
   * @param before what was in force; an empty set at a start
   * @param by who made the change, if that is known
   */
  public HistoryEntry keep(RouteSet set, RouteSet before, Optional<String> by) {
    String digest = set.digest();
    if (staged == null) {
      HistoryEntry newest = newest().orElseThrow();
      inUse = newest.number();
      return newest;
    }
    Integer backTo =
        all().stream()
            .filter(older -> older.digest().equals(digest))
            .map(HistoryEntry::number)
            .reduce((older, newer) -> newer)
            .orElse(null);
    HistoryEntry entry =
        new HistoryEntry(
            Integer.parseInt(staged.getFileName().toString()),
            clock.instant().truncatedTo(ChronoUnit.SECONDS),
            digest,
            by.orElse(null),
            backTo,
            before.files().isEmpty() ? List.of() : HistoryEntry.Change.between(before, set));
    try {
      Path record = staged.resolve(RECORD);
      Path draft = staged.resolve("." + RECORD);
      Files.write(
          draft, MailJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(entry));
      Files.move(draft, record, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    staged = null;
    inUse = entry.number();
    prune();
    return entry;
  }

  /** The entries, the oldest first; of two in a row that are the same, the first. */
  public List<HistoryEntry> entries() {
    List<HistoryEntry> entries = new ArrayList<>();
    String before = "";
    for (HistoryEntry entry : all()) {
      if (!entry.digest().equals(before)) {
        entries.add(entry);
      }
      before = entry.digest();
    }
    return entries;
  }

  /** The entry of a number. */
  public Optional<HistoryEntry> entry(int number) {
    return read(at(number));
  }

  /** The files of an entry. */
  public RouteSet set(HistoryEntry entry) throws IOException {
    return OperatorFiles.under(at(entry.number())).read();
  }

  private Optional<HistoryEntry> newest() {
    List<HistoryEntry> entries = entries();
    return entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(entries.size() - 1));
  }

  private List<HistoryEntry> all() {
    return numbered().values().stream().map(History::read).flatMap(Optional::stream).toList();
  }

  private TreeMap<Integer, Path> numbered() {
    TreeMap<Integer, Path> folders = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(one -> one.getFileName().toString().matches("[1-9]\\d{0,8}"))
          .forEach(one -> folders.put(Integer.parseInt(one.getFileName().toString()), one));
    } catch (NoSuchFileException none) {
      return folders;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folders;
  }

  private static Optional<HistoryEntry> read(Path entry) {
    try {
      return Optional.of(
          MailJson.mapper()
              .readValue(Files.readAllBytes(entry.resolve(RECORD)), HistoryEntry.class));
    } catch (IOException incomplete) {
      return Optional.empty();
    }
  }

  /** Makes the folder of the next number; another process may be faster, and gets it then. */
  private Path claim() throws IOException {
    TreeMap<Integer, Path> taken = numbered();
    for (int number = taken.isEmpty() ? 1 : taken.lastKey() + 1; ; number++) {
      try {
        Path mine = Files.createDirectory(at(number));
        narrow(mine);
        return mine;
      } catch (FileAlreadyExistsException anotherWasFaster) {
        // the next one, then
      }
    }
  }

  private void prune() {
    TreeMap<Integer, Path> folders = numbered();
    List<Integer> complete =
        folders.keySet().stream().filter(number -> read(at(number)).isPresent()).toList();
    int tooMany = Math.max(0, complete.size() - KEPT);
    complete.subList(0, tooMany).stream()
        .filter(number -> number != inUse)
        .forEach(number -> delete(at(number)));
    folders.keySet().stream()
        .filter(number -> !complete.contains(number))
        .map(this::at)
        .filter(this::isLeftBehind)
        .forEach(History::delete);
  }

  /** Half an entry, and nobody is at it any more. */
  private boolean isLeftBehind(Path half) {
    try {
      Instant touched = Files.getLastModifiedTime(half).toInstant();
      return touched.isBefore(clock.instant().minus(LEFT_BEHIND));
    } catch (IOException goneMeanwhile) {
      return false;
    }
  }

  private Path at(int number) {
    return folder.resolve(String.valueOf(number));
  }

  private static void narrow(Path folder) throws IOException {
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(folder, OURS_ALONE);
    }
  }

  private static void delete(Path folder) {
    try {
      // Without its record it's no entry, should this be interrupted.
      Files.deleteIfExists(folder.resolve(RECORD));
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(one);
        }
      }
    } catch (IOException | UncheckedIOException leftForTheNextTime) {
      // an entry less that is complete; the rest goes when it's an hour old
    }
  }
}

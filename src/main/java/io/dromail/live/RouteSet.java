package io.dromail.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that operators edit, as it was at one moment: {@code routes/…}, {@code templates/…} and
 * {@code application*.properties} by name with their bytes. Immutable.
 *
 * @param files by name, with slashes; the arrays are not to be changed
 */
public record RouteSet(SortedMap<String, byte[]> files) {

  /** The folder of the routes in the names. */
  public static final String ROUTES = "routes/";

  /** The folder of the templates in the names. */
  public static final String TEMPLATES = "templates/";

  private static final int DIGEST_LENGTH = 12;

  /** Takes the files as they are. */
  public RouteSet {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /** What tells two sets apart: the start of a SHA-256 over names and contents, in hex. */
  public String digest() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      files.forEach(
          (name, content) -> {
            sha.update((name + "\n" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
            sha.update(content);
          });
      return HexFormat.of().formatHex(sha.digest()).substring(0, DIGEST_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The names of the files that are new, gone or otherwise than in another set. */
  public SortedSet<String> changedFrom(RouteSet other) {
    SortedSet<String> changed = new TreeSet<>(files.keySet());
    changed.addAll(other.files.keySet());
    changed.removeIf(name -> Arrays.equals(files.get(name), other.files.get(name)));
    return changed;
  }

  /** Writes the set into a folder, which is empty before: {@code routes}, {@code templates}. */
  public void writeTo(Path folder) {
    try {
      Files.createDirectories(folder.resolve(ROUTES));
      Files.createDirectories(folder.resolve(TEMPLATES));
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path target = folder.resolve(file.getKey());
        Files.createDirectories(target.getParent());
        Files.write(target, file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

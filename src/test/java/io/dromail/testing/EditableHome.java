package io.dromail.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * A home folder such as a distribution has, with all that operators edit, and what it takes to edit
 * it the way that they do.
 */
public final class EditableHome {

  private static final Path CHECKOUT = Path.of("").toAbsolutePath();

  private final Path folder;
  private final Map<Path, byte[]> before = new TreeMap<>();

  private EditableHome(Path folder) {
    this.folder = folder;
  }

  /** With what is shipped. */
  public static EditableHome in(Path folder) {
    Folders.copy(CHECKOUT.resolve("src/main/resources/routes"), folder.resolve("routes"));
    Folders.copy(CHECKOUT.resolve("src/main/resources/templates"), folder.resolve("templates"));
    try {
      for (String name : new String[] {"", "-dev", "-prod", "-test"}) {
        String file = "application" + name + ".properties";
        Files.copy(CHECKOUT.resolve(file), folder.resolve(file));
      }
      Files.copy(
          CHECKOUT.resolve("src/test/resources/io/dromail/retry.yaml"),
          folder.resolve("routes/retry.yaml"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new EditableHome(folder);
  }

  public Path folder() {
    return folder;
  }

  public Path file(String name) {
    return folder.resolve(name);
  }

  public String text(String name) {
    try {
      return Files.readString(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file in place. */
  public void write(String name, String text) {
    try {
      remember(name);
      Files.createDirectories(file(name).getParent());
      Files.writeString(file(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes beside the file and renames, as many editors do. */
  public void replace(String name, String text) {
    try {
      remember(name);
      Path draft = file(name).resolveSibling("." + file(name).getFileName() + ".draft");
      Files.writeString(draft, text);
      Files.move(draft, file(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes a piece of a file; it must be there. */
  public void change(String name, String piece, String by) {
    String text = text(name);
    if (!text.contains(piece)) {
      throw new IllegalArgumentException(name + " has no " + piece);
    }
    write(name, text.replace(piece, by));
  }

  public void append(String name, String text) {
    write(name, text(name) + text);
  }

  public void delete(String name) {
    try {
      remember(name);
      Files.deleteIfExists(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything is as it was when this was last called, or at first. */
  public void restore() {
    try {
      for (Map.Entry<Path, byte[]> file : before.entrySet()) {
        if (file.getValue() == null) {
          Files.deleteIfExists(file.getKey());
        } else {
          Files.write(file.getKey(), file.getValue());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    before.clear();
  }

  private void remember(String name) throws IOException {
    Path file = file(name);
    if (!before.containsKey(file)) {
      before.put(file, Files.exists(file) ? Files.readAllBytes(file) : null);
    }
  }
}

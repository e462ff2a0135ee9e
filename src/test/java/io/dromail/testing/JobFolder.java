package io.dromail.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.awaitility.Awaitility;

/** The inbox as the applications see it that drop their job files there. */
public final class JobFolder {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final Path folder;

  public JobFolder(Path folder) {
    this.folder = folder;
  }

  /** Puts a finished file there, as one move. */
  public void drop(String name, String content) {
    write(name + ".tmp", content);
    try {
      Files.move(
          folder.resolve(name + ".tmp"), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes straight into the folder. */
  public void write(String name, String content) {
    try {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.writeString(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void append(String name, String content) {
    try {
      Files.writeString(folder.resolve(name), content, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean has(String name) {
    return Files.exists(folder.resolve(name));
  }

  public String read(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a file, such as {@code done/a.accepted.json}, and reads it. */
  public JsonNode awaitReceipt(String name) {
    return awaitReceipt(name, SOON);
  }

  public JsonNode awaitReceipt(String name, Duration atMost) {
    Awaitility.await(name)
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> has(name));
    try {
      return new ObjectMapper().readTree(folder.resolve(name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until a file was taken out of the folder. */
  public void awaitGone(String name) {
    Awaitility.await(name + " taken")
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !has(name));
  }
}

package io.dromail.health;

import io.dromail.mail.Checked;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder into which job files are dropped, as its door finds it. Thread-safe. */
public final class Inbox implements Checked, MeterBinder, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

  /** Of so many files the age is looked up. */
  private static final int DATED = 1_000;

  private final Path directory;
  private final boolean on;
  private final Recent<Content> content;

  /**
   * Of a folder.
   *
   * @param on whether this process has a door there
   */
  public Inbox(String directory, boolean on) {
    this.directory = Path.of(directory);
    this.on = on;
    content = new Recent<>("inbox", this::look);
  }

  private Content look() {
    boolean writable = Files.isDirectory(directory) && Files.isWritable(directory);
    int files = 0;
    long oldest = Long.MAX_VALUE;
    try (DirectoryStream<Path> jobs = Files.newDirectoryStream(directory, "*.json")) {
      for (Path job : jobs) {
        files++;
        long written = files > DATED ? 0 : job.toFile().lastModified();
        if (written > 0) {
          oldest = Math.min(oldest, written);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.debug("the inbox can't be read", e);
    }
    return new Content(writable, files, oldest);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    if (!on) {
      return;
    }
    content.start();
    Gauge.builder("dromail.inbox.files", () -> content.get().files)
        .description("Job files that wait or are being read")
        .register(registry);
    Gauge.builder("dromail.inbox.age", () -> content.get().ageSeconds())
        .description("How long ago the oldest job file was written")
        .baseUnit("seconds")
        .register(registry);
  }

  @Override
  public String component() {
    return "inbox";
  }

  @Override
  public boolean isUp() {
    Content now = content.get();
    return now == null || content.isCurrent() && now.writable;
  }

  @Override
  public boolean isVital() {
    return false;
  }

  @Override
  public Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    Content now = content.get();
    if (!on || now == null) {
      details.put("off", true);
      return details;
    }
    details.put("directory", directory.toString());
    details.put("writable", now.writable);
    details.put("files", now.files);
    details.put("oldest_seconds", now.ageSeconds());
    if (!content.isCurrent()) {
      details.put("cause", "the folder doesn't answer");
    }
    return details;
  }

  @Override
  public void close() {
    content.close();
  }

  /** With when the oldest was written, in milliseconds since 1970. */
  private record Content(boolean writable, int files, long oldest) {
    long ageSeconds() {
      return Math.max(0, System.currentTimeMillis() - oldest) / 1000;
    }
  }
}

package io.dromail.health;

import io.dromail.mail.Checked;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;

/** The room that is left where the data directory is. Thread-safe. */
public final class Disk implements Checked, MeterBinder, AutoCloseable {

  private final File directory;
  private final long minimum;
  private final Recent<Long> free;

  /**
   * Of a directory.
   *
   * @param minimum free bytes below which it's short
   */
  public Disk(String directory, long minimum) {
    this.directory = new File(directory);
    this.minimum = minimum;
    free = new Recent<>("disk", this.directory::getUsableSpace);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    free.start();
    Gauge.builder("dromail.disk.free", free::get)
        .description("Room that is left where the data directory is")
        .baseUnit("bytes")
        .register(registry);
  }

  @Override
  public String component() {
    return "disk";
  }

  @Override
  public boolean isUp() {
    Long now = free.get();
    return now == null || free.isCurrent() && now >= minimum;
  }

  @Override
  public boolean isVital() {
    return false;
  }

  @Override
  public Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("directory", directory.toString());
    details.put("free_bytes", free.get());
    details.put("minimum_free_bytes", minimum);
    if (!free.isCurrent()) {
      details.put("cause", "the disk doesn't answer");
    }
    return details;
  }

  @Override
  public void close() {
    free.close();
  }
}

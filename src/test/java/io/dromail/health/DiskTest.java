package io.dromail.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {

  @TempDir Path folder;

  @Test
  void isShortWithLessThanItNeeds() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (Disk enough = new Disk(folder.toString(), 1);
        Disk small = new Disk(folder.toString(), Long.MAX_VALUE)) {
      enough.bindTo(registry);
      small.bindTo(registry);

      assertThat(enough.isUp()).isTrue();
      assertThat(small.isUp()).isFalse();
      assertThat(small.isVital()).isFalse();
      assertThat(small.details())
          .containsKeys("free_bytes")
          .containsEntry("directory", folder.toString())
          .containsEntry("minimum_free_bytes", Long.MAX_VALUE);
      assertThat(registry.get("dromail.disk.free").gauge().value()).isPositive();
    }
  }

  @Test
  void waitsForNobodyBeforeTheStart() {
    try (Disk disk = new Disk(folder.toString(), Long.MAX_VALUE)) {
      assertThat(disk.isUp()).isTrue();
    }
  }
}

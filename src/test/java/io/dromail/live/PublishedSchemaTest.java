package io.dromail.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The schema that editors use is that of the Camel that runs; after an upgrade, copy it anew. */
class PublishedSchemaTest {

  @Test
  void isCamelsOwn() throws IOException {
    try (InputStream camels = PublishedSchemaTest.class.getResourceAsStream(RouteSchema.FILE)) {
      assertThat(Files.readAllBytes(Path.of("docs/schema/camelYamlDsl.json")))
          .isEqualTo(camels.readAllBytes());
    }
  }
}

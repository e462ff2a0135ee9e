package io.dromail.ingest;

import java.nio.file.Path;
import org.apache.camel.CamelContext;

/** The HTTP door in a Camel context of a test's own, on a free port. */
final class TestDoor {

  private TestDoor() {}

  /**
   * Opens it with the start of the context.
   *
   * @param bodyLimit in bytes
   * @param data where large bodies are
   */
  static HttpDoor in(CamelContext context, long bodyLimit, Path data) throws Exception {
    context.getRegistry().bind("platform-http-engine", new AsyncHttpEngine());
    BrowserGuard guard = new BrowserGuard(new ApiKeys(""), "");
    HttpDoor door = new HttpDoor("127.0.0.1", 0, bodyLimit, new Contract(), guard, data.toString());
    door.setCamelContext(context);
    door.open();
    return door;
  }
}

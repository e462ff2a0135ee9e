package io.dromail.ingest;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;

/**
 * camel-platform-http-vertx, with consumers that hold no thread while a request waits for the
 * broker's confirm. The stock ones keep one of Vert.x' 20 worker threads for each: 20 waiting
 * requests stall the API.
 */
public final class AsyncHttpEngine extends VertxPlatformHttpEngine {

  private final Map<String, AsyncHttpConsumer> serving = new ConcurrentHashMap<>();

  @Override
  public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
    return new AsyncHttpConsumer(
        endpoint, processor, getHandlers(), "platform-http-router-" + getServerPort(), serving);
  }
}

package io.dromail.ingest;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Exchange;

/** The bytes of a request, in memory or in a file: they can be read from any place, repeatedly. */
interface RequestSource {

  /** How many there are. */
  long size() throws IOException;

  /** Reads from a place on. */
  InputStream from(long offset) throws IOException;

  /** Whether a text in it may contain NUL; if not, nobody needs to look at each. */
  default boolean mayContainNul() {
    return true;
  }

  /** The body of an exchange: a file if it's a large one, else whatever can become bytes. */
  static RequestSource of(Exchange exchange) {
    Object body = exchange.getMessage().getBody();
    return body instanceof File file
        ? of(file.toPath())
        : of(exchange.getMessage().getBody(byte[].class));
  }

  /** Bytes in memory; none if null. */
  static RequestSource of(byte[] body) {
    byte[] bytes = body == null ? new byte[0] : body;
    return new RequestSource() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream from(long offset) {
        return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
      }

      @Override
      public boolean mayContainNul() {
        return NulCheck.mayConcern(bytes);
      }
    };
  }

  /** A file, which doesn't change meanwhile. */
  static RequestSource of(Path file) {
    return new RequestSource() {
      @Override
      public long size() throws IOException {
        return Files.size(file);
      }

      @Override
      public InputStream from(long offset) throws IOException {
        return new BufferedInputStream(
            Channels.newInputStream(FileChannel.open(file).position(offset)));
      }
    };
  }
}

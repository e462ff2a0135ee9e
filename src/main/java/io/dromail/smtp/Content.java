package io.dromail.smtp;

import java.io.IOException;
import java.io.OutputStream;

/** A mail's header and body, which can be written as often as it takes. */
@FunctionalInterface
public interface Content {

  /** Writes all of it; line ends may be of any kind. */
  void writeTo(OutputStream out) throws IOException;
}

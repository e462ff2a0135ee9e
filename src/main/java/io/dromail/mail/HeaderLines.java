package io.dromail.mail;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;

/**
 * Writes the header of a mail or of one of its parts at once. The mail library writes it line by
 * line, to a stream whose class it looks up by its name each time. Stateless.
 */
public final class HeaderLines {

  private static final int ROOM = 512;

  private HeaderLines() {}

  /** The fields, and the empty line behind them (RFC 5322 section 2.1). */
  public static void write(Enumeration<String> fields, OutputStream out) throws IOException {
    StringBuilder header = new StringBuilder(ROOM);
    while (fields.hasMoreElements()) {
      header.append(fields.nextElement()).append("\r\n");
    }
    out.write(header.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
  }
}

package io.dromail.console;

import io.dromail.mail.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Header;

/**
 * The console's page, modules and style sheet, as they are in the jar. There is no secret in them,
 * so nobody is asked for a key. Stateless; called by the {@code console} routes.
 */
public final class ConsoleFiles {

  private static final Pattern NAME = Pattern.compile("[a-z-]+\\.(html|js|css|svg)");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  // The frame of mails is a page of its own, for a frame without one is under the console's policy.
  private static final String MAIL_FRAME = "mail.html";
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";
  private static final String MAIL_POLICY =
      "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:; font-src data:;"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

  /** A file of the page; 404 {@code not_found} if there is none of this name. */
  public byte[] file(@Header("file") String file) throws Refused, IOException {
    String name = NAME.matcher(file).matches() ? file : "none";
    try (InputStream in = ConsoleFiles.class.getResourceAsStream("/console/" + name)) {
      if (in == null) {
        throw Refused.because(404, "not_found", "There is nothing of this name in the console.");
      }
      return in.readAllBytes();
    }
  }

  /** What a browser is to take a file for. */
  public String type(@Header("file") String file) {
    return TYPES.get(file.substring(file.lastIndexOf('.') + 1));
  }

  /** The Content-Security-Policy of a file: nothing inline, except in mails. */
  public String policy(@Header("file") String file) {
    return MAIL_FRAME.equals(file) ? MAIL_POLICY : POLICY;
  }
}

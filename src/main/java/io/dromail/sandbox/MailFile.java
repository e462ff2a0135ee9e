package io.dromail.sandbox;

import jakarta.mail.internet.ParameterList;
import java.util.Locale;

/**
 * A file in a mail.
 *
 * @param i its number in the mail, from 1
 * @param contentId without angle brackets, or null
 * @param inline whether the HTML part shows it
 */
public record MailFile(
    int i, String name, String contentType, String contentId, boolean inline, byte[] content) {

  /** The header Content-Disposition (RFC 6266) that makes a browser save the file. */
  public String disposition() {
    ParameterList parameters = new ParameterList();
    parameters.set("filename", name.replaceAll("[\\p{Cntrl}/\\\\]+", "_"), "UTF-8");
    return "attachment" + parameters.toString().replaceAll("\\r\\n\\s*", " ");
  }

  /** The size, for a person. */
  public String sizeText() {
    return sizeText(content.length);
  }

  static String sizeText(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double kilo = bytes / 1000.0;
    return kilo < 1000
        ? String.format(Locale.ROOT, kilo < 10 ? "%.1f kB" : "%.0f kB", kilo)
        : String.format(Locale.ROOT, "%.1f MB", kilo / 1000);
  }
}

package io.dromail.enrich;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * A file name as headers carry it: in Content-Disposition as RFC 2231 has it, in Content-Type as
 * encoded words (RFC 2047), which older clients read. However long the name, no line is: mail
 * servers cut lines of more than 998 characters (RFC 5322 section 2.1.1), and a cut name is a wrong
 * one.
 */
final class FileName {

  private static final int SEGMENT_LENGTH = 54;
  private static final String UNRESERVED = "!#$&+-.^_`{|}~";
  private static final String FOLD = ";\r\n\t";

  private final String name;

  FileName(String name) {
    this.name = Normalizer.normalize(name, Normalizer.Form.NFC).replaceAll("\\p{Cntrl}", "_");
  }

  /**
   * The parameter of Content-Disposition (RFC 2183), with what separates it from the one before.
   */
  String inDisposition() {
    if (isAscii() && name.length() <= SEGMENT_LENGTH) {
      return FOLD + "filename=" + quoted(name);
    }
    List<String> segments = segments();
    if (segments.size() == 1) {
      return FOLD + "filename*=UTF-8''" + segments.get(0);
    }
    StringBuilder parameters = new StringBuilder();
    for (int i = 0; i < segments.size(); i++) {
      String charset = i == 0 ? "UTF-8''" : "";
      parameters
          .append(FOLD + "filename*")
          .append(i)
          .append("*=")
          .append(charset)
          .append(segments.get(i));
    }
    return parameters.toString();
  }

  /** The parameter of Content-Type, with what separates it from the one before. */
  String inType() {
    try {
      return FOLD
          + "name="
          + quoted(MimeUtility.encodeText(name, "UTF-8", "B")).replace("?= =?", "?=\r\n\t=?");
    } catch (UnsupportedEncodingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public String toString() {
    return name;
  }

  private boolean isAscii() {
    return name.chars().allMatch(c -> c < 0x7f);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Percent-encoded, and cut between characters (RFC 2231 section 4.1). */
  private List<String> segments() {
    List<String> segments = new ArrayList<>();
    StringBuilder segment = new StringBuilder();
    for (int character : name.codePoints().toArray()) {
      String encoded = encoded(character);
      if (segment.length() + encoded.length() > SEGMENT_LENGTH) {
        segments.add(segment.toString());
        segment.setLength(0);
      }
      segment.append(encoded);
    }
    segments.add(segment.toString());
    return segments;
  }

  private static String encoded(int character) {
    if (character < 0x80
        && (Character.isLetterOrDigit(character) || UNRESERVED.indexOf(character) >= 0)) {
      return Character.toString(character);
    }
    StringBuilder encoded = new StringBuilder();
    for (byte octet : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
      encoded.append(String.format("%%%02X", octet));
    }
    return encoded.toString();
  }
}

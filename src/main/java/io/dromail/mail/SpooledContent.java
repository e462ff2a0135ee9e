package io.dromail.mail;

import java.util.regex.Pattern;

/**
 * What a mail carries in place of a large content: a name by which the {@link Spool} has it.
 *
 * @param sha256 of the content, 64 hexadecimal digits in lower case
 * @param size in bytes
 */
public record SpooledContent(String sha256, long size) {

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  /** Takes nothing that could be another file's name. */
  public SpooledContent {
    if (sha256 == null || !DIGEST.matcher(sha256).matches()) {
      throw new IllegalArgumentException("the name of a content in the spool is its SHA-256");
    }
  }
}

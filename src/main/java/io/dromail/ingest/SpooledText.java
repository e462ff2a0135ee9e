package io.dromail.ingest;

import com.fasterxml.jackson.databind.node.TextNode;
import io.dromail.mail.Refused;
import io.dromail.mail.SpooledContent;

/**
 * Stands in a request's tree where a large base64 text was, whose bytes are in the spool by now. As
 * a text it's the digest of the bytes, so that other bytes are another text; no text of a request
 * is mistaken for it.
 */
final class SpooledText extends TextNode {

  private static final long serialVersionUID = 1L;

  private final transient SpooledContent content;
  private final transient Problem problem;

  private SpooledText(String text, SpooledContent content, Problem problem) {
    super(text);
    this.content = content;
    this.problem = problem;
  }

  static SpooledText of(SpooledContent content) {
    return new SpooledText("sha256:" + content.sha256(), content, null);
  }

  static SpooledText notBase64() {
    return new SpooledText("not base64", null, Problem.NOT_BASE64);
  }

  static SpooledText tooLarge() {
    return new SpooledText("too large", null, Problem.TOO_LARGE);
  }

  /**
   * What the spool has.
   *
   * @param field its place in the request, for errors
   */
  SpooledContent content(String field) throws Refused {
    if (problem == Problem.NOT_BASE64) {
      throw Refused.field("invalid_attachment", field, "is not valid base64");
    } else if (problem == Problem.TOO_LARGE) {
      throw Refused.because(413, "message_too_large", field + " makes the mail too large.");
    }
    return content;
  }

  private enum Problem {
    NOT_BASE64,
    TOO_LARGE
  }
}

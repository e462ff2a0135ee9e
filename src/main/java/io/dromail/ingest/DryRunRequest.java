package io.dromail.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.dromail.mail.MailJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Tells a dry run before the request is read and judged, so that it never meets its idempotency
 * key. Stateless.
 */
final class DryRunRequest {

  private static final String FIELD = "dry_run";

  /** A field's name with its quotes can't be within a text, where they'd be escaped. */
  private static final byte[] SIGN = ('"' + FIELD + '"').getBytes(StandardCharsets.US_ASCII);

  private DryRunRequest() {}

  /**
   * Whether a request asks for a dry run; false for what can't be read.
   *
   * @throws IOException if the file that a large request is in can't be read
   */
  static boolean is(RequestSource request) throws IOException {
    try (InputStream body = request.from(0)) {
      if (!mentions(body)) {
        return false;
      }
    }
    try (InputStream body = request.from(0)) {
      return asks(body);
    }
  }

  /** Within the sign, its first character comes again only at its end. */
  private static boolean mentions(InputStream body) throws IOException {
    int same = 0;
    for (int next = body.read(); next >= 0; next = body.read()) {
      same = next == SIGN[same] ? same + 1 : next == SIGN[0] ? 1 : 0;
      if (same == SIGN.length) {
        return true;
      }
    }
    return false;
  }

  /** The last one counts, as it does for who reads the request. */
  private static boolean asks(InputStream body) {
    boolean asked = false;
    try (JsonParser parser = MailJson.mapper().createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean here = parser.currentName().equals(FIELD);
        JsonToken value = parser.nextToken();
        asked = here ? value == JsonToken.VALUE_TRUE : asked;
        parser.skipChildren();
      }
      return asked;
    } catch (IOException notJson) {
      return false;
    }
  }
}

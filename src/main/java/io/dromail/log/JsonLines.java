package io.dromail.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import co.elastic.logging.JsonUtils;
import co.elastic.logging.logback.EcsEncoder;
import io.dromail.mail.AddressMask;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * A JSON object a line, with the field names of the Elastic Common Schema; what an event has as key
 * and value is a field, too. Thread-safe.
 */
final class JsonLines extends EcsEncoder {

  /** What every line begins with; the first {@code @} that may be an address is behind it. */
  private static final int TIMESTAMP = "{\"@timestamp\"".length();

  private final AddressMask mask = new AddressMask("\\\"");
  private final boolean addresses;

  /**
   * To be started.
   *
   * @param addresses whether addresses are written out
   */
  JsonLines(boolean addresses) {
    this.addresses = addresses;
    setServiceName("dromail");
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    byte[] line = super.encode(event);
    return addresses || !mayHaveAddress(line)
        ? line
        : mask.mask(new String(line, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected void addCustomFields(ILoggingEvent event, StringBuilder line) {
    List<KeyValuePair> fields = event.getKeyValuePairs();
    if (fields == null) {
      return;
    }
    for (KeyValuePair field : fields) {
      line.append('"').append(field.key).append("\":");
      if (field.value instanceof Number) {
        line.append(field.value).append(',');
      } else {
        line.append('"');
        JsonUtils.quoteAsString(String.valueOf(field.value), line);
        line.append("\",");
      }
    }
  }

  private static boolean mayHaveAddress(byte[] line) {
    for (int i = TIMESTAMP; i < line.length; i++) {
      if (line[i] == '@') {
        return true;
      }
    }
    return false;
  }
}

package io.dromail.mail;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a mail in a trace, as {@code traceparent} says it (W3C Trace Context, section 3.2).
 *
 * @param text the header's value, of version 00
 */
public record TraceParent(String text) {

  /** The header's name, over HTTP and AMQP. */
  public static final String HEADER = "traceparent";

  /** Version, ids of the trace and the parent, flags; what is behind them is of a later version. */
  private static final Pattern SYNTAX =
      Pattern.compile(
          "(?!ff)([0-9a-f]{2})-((?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  private static final int TRACE = 3;
  private static final int PARENT = 36;

  /**
   * What a header says.
   *
   * @return null if that's nothing, or nothing valid: then a trace begins here
   */
  public static TraceParent read(String header) {
    if (header == null) {
      return null;
    }
    Matcher matcher = SYNTAX.matcher(header);
    boolean valid =
        matcher.matches() && (matcher.group(4) == null || !matcher.group(1).equals("00"));
    return valid ? new TraceParent("00-" + matcher.group(2) + flags(matcher.group(3))) : null;
  }

  /** Of a mail whose trace begins here. */
  public static TraceParent of(String traceId) {
    return new TraceParent("00-" + traceId + "-" + traceId.substring(16) + "-00");
  }

  /** The trace's id: 32 hexadecimal digits. */
  public String traceId() {
    return text.substring(TRACE, PARENT - 1);
  }

  /** Whether the caller records it is all that is known of them. */
  private static String flags(String hexadecimal) {
    return (Integer.parseInt(hexadecimal, 16) & 1) == 1 ? "-01" : "-00";
  }
}

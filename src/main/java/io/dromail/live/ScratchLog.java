package io.dromail.live;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import org.slf4j.MDC;

/**
 * Keeps what a gateway that never runs says out of the log; logback.xml has it. A filter of the
 * appender, because a turbo filter is asked about each line of every level, also about those that
 * nobody writes. Thread-safe.
 */
public final class ScratchLog extends Filter<ILoggingEvent> {

  private static final String SCRATCH = "dromail.scratch";

  /** From now on what this thread says is nobody's news. */
  static void begin() {
    MDC.put(SCRATCH, "true");
  }

  /** This thread is heard again. */
  static void end() {
    MDC.remove(SCRATCH);
  }

  @Override
  public FilterReply decide(ILoggingEvent event) {
    return event.getMDCPropertyMap().containsKey(SCRATCH) ? FilterReply.DENY : FilterReply.NEUTRAL;
  }
}

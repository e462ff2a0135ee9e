package io.dromail.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import org.slf4j.LoggerFactory;

/**
 * The console's log, as the settings want it. Until then, and in all other commands, it is as
 * {@code logback.xml} has it: text, masked, INFO.
 */
public final class Console {

  private static final String APPENDER = "console";

  private Console() {}

  /**
   * Changes it; an operator's own configuration of logback, without our appender, stays as it is.
   *
   * @param format text or json
   * @param level of Dromail's own loggers: error, warn, info or debug
   * @param addresses masked or shown
   */
  public static void use(String format, String level, String addresses) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger("io.dromail").setLevel(Level.toLevel(level));
    Appender<ILoggingEvent> appender =
        context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(APPENDER);
    if (!(appender instanceof OutputStreamAppender<ILoggingEvent> console)) {
      return;
    }
    boolean shown = addresses.equals("shown");
    if (format.equals("json")) {
      JsonLines lines = new JsonLines(shown);
      lines.setContext(context);
      lines.start();
      console.setEncoder(lines);
    } else if (console.getEncoder() instanceof TextLines lines) {
      lines.setAddresses(shown);
    }
  }
}

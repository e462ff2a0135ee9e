package io.dromail.live;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class ScratchLogTest {

  private final Filter<ILoggingEvent> filter = new ScratchLog();

  @AfterEach
  void isHeardAgain() {
    MDC.clear();
  }

  @Test
  void leavesTheLogAsItIs() {
    assertThat(filter.decide(said("hello"))).isEqualTo(FilterReply.NEUTRAL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ERROR", "WARN", "INFO", "DEBUG"})
  void keepsBackWhatIsSaidBetweenBeginAndEnd(String level) {
    ScratchLog.begin();
    assertThat(filter.decide(said("a check", Level.toLevel(level)))).isEqualTo(FilterReply.DENY);

    ScratchLog.end();
    assertThat(filter.decide(said("hello", Level.toLevel(level)))).isEqualTo(FilterReply.NEUTRAL);
  }

  @Test
  void knowsWhenItWasSaidAndNotWhenItIsWritten() {
    ScratchLog.begin();
    ILoggingEvent within = said("a check");
    within.prepareForDeferredProcessing();
    ScratchLog.end();
    ILoggingEvent after = said("hello");
    after.prepareForDeferredProcessing();
    ScratchLog.begin();

    assertThat(filter.decide(within)).isEqualTo(FilterReply.DENY);
    assertThat(filter.decide(after)).isEqualTo(FilterReply.NEUTRAL);
  }

  @Test
  void keepsBackNothingOfOtherThreads() {
    ScratchLog.begin();

    FilterReply other =
        CompletableFuture.supplyAsync(() -> filter.decide(said("a mail")), ScratchLogTest::run)
            .join();

    assertThat(other).isEqualTo(FilterReply.NEUTRAL);
  }

  @Test
  void leavesWhatElseTheThreadHasNoted() {
    MDC.put("mail", "7");

    ScratchLog.begin();
    ScratchLog.end();

    assertThat(MDC.getCopyOfContextMap()).containsOnlyKeys("mail");
  }

  @Test
  void isInForceInTheShippedLog() {
    LoggerContext shipped = (LoggerContext) LoggerFactory.getILoggerFactory();
    var console =
        (ConsoleAppender<ILoggingEvent>)
            shipped.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console");

    assertThat(console.getFilterChainDecision(said("hello"))).isEqualTo(FilterReply.NEUTRAL);
    ScratchLog.begin();
    assertThat(console.getFilterChainDecision(said("a check"))).isEqualTo(FilterReply.DENY);
  }

  private static void run(Runnable task) {
    new Thread(task, "other").start();
  }

  private static ILoggingEvent said(String words) {
    return said(words, Level.INFO);
  }

  private static ILoggingEvent said(String words, Level level) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    return new LoggingEvent(
        ScratchLogTest.class.getName(),
        context.getLogger(ScratchLogTest.class),
        level,
        words,
        null,
        null);
  }
}

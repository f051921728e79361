// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jbosslogmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obsagent.testing.LogKit;
import io.obsagent.testing.RecordedLog;
import io.obsagent.testing.RecordedLogs;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.MDC;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.AsyncHandler;
import org.jboss.logmanager.handlers.FileHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JbossLogManagerTest extends LogKit {
  private static final Logger LOGGER = LogContext.getLogContext().getLogger(LOGGER_NAME);
  private static final Logger ROOT = LogContext.getLogContext().getLogger("");

  @Override
  protected String framework() {
    return "jboss-logmanager";
  }

  @Override
  protected void configure(Path file, boolean async) throws Exception {
    stop();
    FileHandler handler = new FileHandler(new PatternFormatter(pattern()), file.toFile());
    handler.setAutoFlush(true);
    if (async) {
      AsyncHandler before = new AsyncHandler();
      before.addHandler(handler);
      ROOT.addHandler(before);
    } else {
      ROOT.addHandler(handler);
    }
    ROOT.setLevel(Level.INFO);
  }

  @Override
  protected void stop() {
    for (Handler handler : ROOT.getHandlers()) {
      ROOT.removeHandler(handler);
      handler.close();
    }
    LOGGER.setFilter(null);
    LOGGER.setLevel(null);
  }

  @Override
  protected void info(String message) {
    LOGGER.info(message);
  }

  @Override
  protected void debug(String message) {
    LOGGER.fine(message);
  }

  @Override
  protected void error(String message, Throwable thrown) {
    LOGGER.log(Level.ERROR, message, thrown);
  }

  @Override
  protected void format(String template, Object argument) {
    LOGGER.log(
        JbossLogManagerTest.class.getName(),
        Level.INFO,
        template,
        ExtLogRecord.FormatStyle.PRINTF,
        new Object[] {argument},
        null);
  }

  @Override
  protected String placeholder() {
    return "%s";
  }

  @Override
  protected void put(String key, String value) {
    MDC.put(key, value);
  }

  @Override
  protected void clear() {
    MDC.clear();
  }

  @Override
  protected @Nullable Map<String, String> context() {
    return MDC.copy();
  }

  @Test
  void theJdksLoggersEndHereOnce() throws Exception {
    configure(file(), false);

    java.util.logging.Logger.getLogger("shop.jul").warning("sold");

    assertThat(RecordedLogs.of("shop.jul"))
        .extracting(RecordedLog::message)
        .containsExactly("sold");
  }

  @Test
  void whatAFilterDeniesIsNone() throws Exception {
    configure(file(), false);
    LOGGER.setFilter(log -> !log.getMessage().contains("secret"));

    info("a secret");
    info("sold");

    assertThat(theRecord().message()).isEqualTo("sold");
  }

  @Test
  void aMarkerIsInTheRecord() throws Exception {
    Method setter;
    try {
      setter = ExtLogRecord.class.getMethod("setMarker", Object.class);
    } catch (NoSuchMethodException older) {
      setter = null;
    }
    assumeTrue(setter != null, "records have no marker");
    configure(file(), false);
    ExtLogRecord log = new ExtLogRecord(Level.INFO, "sold", getClass().getName());
    log.setLoggerName(LOGGER_NAME);
    setter.invoke(log, "AUDIT");

    LOGGER.log(log);

    assertThat(theRecord().markers()).containsExactly("AUDIT");
  }

  @Test
  void severitiesAreThoseOfJboss() throws Exception {
    configure(file(), false);

    for (java.util.logging.Level level : List.of(Level.FATAL, Level.ERROR, Level.WARN)) {
      LOGGER.log(level, level.getName());
    }

    assertThat(RecordedLogs.of(LOGGER_NAME))
        .extracting(RecordedLog::severity)
        .containsExactly("FATAL", "ERROR", "WARN");
  }
}

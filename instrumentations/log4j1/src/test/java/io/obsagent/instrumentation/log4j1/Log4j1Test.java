// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j1;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.LogKit;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedLogs;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.apache.log4j.AppenderSkeleton;
import org.apache.log4j.AsyncAppender;
import org.apache.log4j.FileAppender;
import org.apache.log4j.Level;
import org.apache.log4j.LogManager;
import org.apache.log4j.Logger;
import org.apache.log4j.MDC;
import org.apache.log4j.PatternLayout;
import org.apache.log4j.WriterAppender;
import org.apache.log4j.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class Log4j1Test extends LogKit {
  private static final Logger LOGGER = Logger.getLogger(LOGGER_NAME);

  @Override
  protected String framework() {
    return "log4j1";
  }

  @Override
  protected void configure(Path file, boolean async) throws Exception {
    LogManager.resetConfiguration();
    FileAppender appender = new FileAppender(new PatternLayout(pattern()), file.toString());
    if (async) {
      AsyncAppender before = new AsyncAppender();
      before.addAppender(appender);
      Logger.getRootLogger().addAppender(before);
    } else {
      Logger.getRootLogger().addAppender(appender);
    }
    Logger.getRootLogger().setLevel(Level.INFO);
  }

  @Override
  protected void stop() {
    LogManager.shutdown();
    LogManager.resetConfiguration();
  }

  @Override
  protected void info(String message) {
    LOGGER.info(message);
  }

  @Override
  protected void debug(String message) {
    LOGGER.debug(message);
  }

  @Override
  protected void error(String message, Throwable thrown) {
    LOGGER.error(message, thrown);
  }

  @Override
  protected void format(String template, Object argument) {
    LOGGER.info(
        new Object() {
          @Override
          public String toString() {
            return template.replace("{}", argument.toString());
          }
        });
  }

  /** It has no messages with arguments. */
  @Override
  protected boolean tellsTemplate() {
    return false;
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
  @SuppressWarnings("unchecked")
  protected @Nullable Map<String, String> context() {
    Hashtable<String, String> context = MDC.getContext();
    return context == null ? null : Map.copyOf(context);
  }

  @Test
  void whoTakesAllOfTheMdcHasTheIdsToo() throws Exception {
    configure(file(), false);
    Kept kept = new Kept();
    Logger.getRootLogger().addAppender(kept);

    serve(
        () -> {
          put("user", "ada");
          info("sold");
          clear();
        });

    assertThat(kept.properties.get(0))
        .containsEntry("user", "ada")
        .containsEntry("trace_id", Recorded.awaitSpans(1).get(0).traceId());
    assertThat(theRecord().mdc()).isEqualTo(Map.of("user", "ada"));
  }

  @Test
  void anAppenderThatLogsItselfTakesNoIdsAway() throws Exception {
    configure(file(), false);
    StringWriter written = new StringWriter();
    Logger.getRootLogger().addAppender(new Chatty());
    Logger.getRootLogger()
        .addAppender(new WriterAppender(new PatternLayout("%m %X{trace_id}|"), written));

    serve(() -> info("sold"));

    String id = Recorded.awaitSpans(1).get(0).traceId();
    assertThat(written).hasToString("nested " + id + "|sold " + id + "|");
    assertThat(theRecord().message()).isEqualTo("sold");
    assertThat(RecordedLogs.of("inner")).hasSize(1);
  }

  private static final class Chatty extends Kept {
    @Override
    protected void append(LoggingEvent event) {
      super.append(event);
      if (event.getLoggerName().equals(LOGGER_NAME)) {
        Logger.getLogger("inner").info("nested");
      }
    }
  }

  private static class Kept extends AppenderSkeleton {
    private final List<Map<String, Object>> properties = new ArrayList<>();

    @Override
    @SuppressWarnings("unchecked")
    protected void append(LoggingEvent event) {
      properties.add(new HashMap<String, Object>(event.getProperties()));
    }

    @Override
    public void close() {}

    @Override
    public boolean requiresLayout() {
      return false;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jbosslogmanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.LogFormatKit;
import io.obsagent.testing.Recorded;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.SimpleFormatter;
import java.util.logging.XMLFormatter;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.MDC;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.AsyncHandler;
import org.jboss.logmanager.handlers.FileHandler;
import org.jboss.logmanager.handlers.OutputStreamHandler;
import org.jboss.logmanager.handlers.SizeRotatingFileHandler;
import org.junit.jupiter.api.Test;

class JbossLogManagerFormatTest extends LogFormatKit {
  private static final Logger LOGGER = LogContext.getLogContext().getLogger(LOGGER_NAME);
  private static final Logger ROOT = LogContext.getLogContext().getLogger("");

  @Override
  protected void configure(Path file, boolean async) throws Exception {
    FileHandler handler = new FileHandler(text(), file.toFile());
    handler.setAutoFlush(true);
    configure(handler, async);
  }

  private static PatternFormatter text() {
    return new PatternFormatter("text %m%n");
  }

  private void configure(Handler handler, boolean async) {
    stop();
    if (async) {
      AsyncHandler before = new AsyncHandler();
      before.addHandler(handler);
      ROOT.addHandler(before);
    } else {
      ROOT.addHandler(handler);
    }
    ROOT.setLevel(Level.INFO);
  }

  /** An asynchronous handler before 3.0 that is closed drops what it has not written. */
  @Override
  protected void stop() {
    for (Handler handler : ROOT.getHandlers()) {
      if (handler instanceof AsyncHandler) {
        Recorded.await(() -> !lines(file()).isEmpty(), () -> "nothing written");
      }
      ROOT.removeHandler(handler);
      handler.close();
    }
  }

  @Override
  protected void info(String message) {
    LOGGER.info(message);
  }

  @Override
  protected void error(String message, Throwable thrown) {
    LOGGER.log(Level.ERROR, message, thrown);
  }

  @Test
  void theApplicationFindsTheFormatterThatItHasSet() throws Exception {
    PatternFormatter formatter = text();
    FileHandler handler = new FileHandler(formatter, file().toFile());
    configure(handler, false);
    format("logging.format", "json");

    info("one");

    assertThat(handler.getFormatter()).isSameAs(formatter);
  }

  @Test
  void theFileBesideRollsWithTheFirst() throws Exception {
    SizeRotatingFileHandler handler = new SizeRotatingFileHandler();
    handler.setFormatter(text());
    handler.setMaxBackupIndex(1);
    handler.setRotateSize(20);
    handler.setFile(file().toFile());
    configure(handler, false);
    format("logging.format", "json", "logging.mode", "beside");

    info("longer than the size that is to be rolled");
    info("two");
    info("three");
    stop();

    assertThat(lines(file())).containsExactly("text two", "text three");
    assertThat(lines(beside())).hasSize(1);
    assertJson("three", lines(beside()).get(0));
    awaitRolled();
  }

  @Test
  void whatIsNoTextAndWhatIsJsonAlreadyAreLeftAlone() {
    format("logging.format", "json");

    assertThat(written(new PatternFormatter("{\"mine\":\"%m\"}%n")))
        .isEqualTo("{\"mine\":\"one\"}");
    assertThat(written(new XMLFormatter())).contains("<message>one</message>");
    assertJson("one", written(new SimpleFormatter()));
  }

  private String written(Formatter formatter) {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    configure(new OutputStreamHandler(written, formatter), false);
    info("one");
    stop();
    return written.toString(StandardCharsets.UTF_8).trim();
  }

  @Test
  void mappedContextAndLevelAreInTheLine() throws Exception {
    format("logging.format", "json");
    configure(file(), true);

    MDC.put("user", "ada");
    LOGGER.log(Level.WARN, "sold");
    MDC.remove("user");
    stop();

    assertThat(lines(file()).get(0))
        .contains("\"level\":\"WARN\"", "\"message\":\"sold\",\"attributes\":{\"user\":\"ada\"}");
  }

  @Test
  void itIsToldWhereItWasLoggedWhereThePatternAsksForIt() {
    format("logging.format", "json");

    assertThat(written(new PatternFormatter("%C.%M(%F:%L) %m%n")))
        .contains(
            "\"caller\":{\"class\":\""
                + getClass().getName()
                + "\",\"method\":\"info\",\"file\":\"JbossLogManagerFormatTest.java\",\"line\":");
    assertThat(written(text())).doesNotContain("caller");
  }
}

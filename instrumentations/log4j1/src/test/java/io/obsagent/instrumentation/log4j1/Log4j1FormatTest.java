// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j1;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.LogFormatKit;
import java.io.StringWriter;
import java.nio.file.Path;
import org.apache.log4j.AsyncAppender;
import org.apache.log4j.FileAppender;
import org.apache.log4j.Level;
import org.apache.log4j.LogManager;
import org.apache.log4j.Logger;
import org.apache.log4j.MDC;
import org.apache.log4j.PatternLayout;
import org.apache.log4j.RollingFileAppender;
import org.apache.log4j.SimpleLayout;
import org.apache.log4j.WriterAppender;
import org.apache.log4j.xml.XMLLayout;
import org.junit.jupiter.api.Test;

class Log4j1FormatTest extends LogFormatKit {
  private static final Logger LOGGER = Logger.getLogger(LOGGER_NAME);

  @Override
  protected void configure(Path file, boolean async) throws Exception {
    configure(new FileAppender(new PatternLayout("text %m%n"), file.toString()), async);
  }

  private static void configure(WriterAppender appender, boolean async) {
    LogManager.resetConfiguration();
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
  protected void error(String message, Throwable thrown) {
    LOGGER.error(message, thrown);
  }

  @Test
  void theApplicationFindsTheLayoutThatItHasSet() {
    StringWriter written = new StringWriter();
    PatternLayout layout = new PatternLayout("text %m%n");
    WriterAppender appender = new WriterAppender(layout, written);
    configure(appender, false);
    format("logging.format", "json");

    info("one");
    assertThat(appender.getLayout()).isSameAs(layout);
    appender.setLayout(new SimpleLayout());
    info("two");
    format();
    info("three");

    String[] lines = written.toString().split("\\R");
    assertJson("one", lines[0]);
    assertJson("two", lines[1]);
    assertThat(lines[2]).isEqualTo("INFO - three");
  }

  /** The appender writes the exception itself, unless the layout has. */
  @Test
  void anExceptionIsBelowItsLineAgainWhenJsonIsOff() {
    StringWriter written = new StringWriter();
    configure(new WriterAppender(new PatternLayout("text %m%n"), written), false);
    format("logging.format", "json");
    info("one");
    format();

    error("no tea", new IllegalStateException("cold"));

    assertThat(written.toString().split("\\R"))
        .contains("text no tea", "java.lang.IllegalStateException: cold");
  }

  @Test
  void theFileBesideRollsWithTheFirst() throws Exception {
    RollingFileAppender appender =
        new RollingFileAppender(new PatternLayout("text %m%n"), file().toString());
    configure(appender, false);
    format("logging.format", "json", "logging.mode", "beside");

    info("one");
    appender.rollOver();
    info("two");
    stop();

    assertThat(lines(file())).containsExactly("text two");
    assertThat(lines(beside())).hasSize(1);
    assertJson("two", lines(beside()).get(0));
    awaitRolled();
  }

  @Test
  void whatIsNoTextAndWhatIsJsonAlreadyAreLeftAlone() {
    format("logging.format", "json");
    StringWriter xml = new StringWriter();
    StringWriter json = new StringWriter();
    configure(new WriterAppender(new XMLLayout(), xml), false);
    Logger.getRootLogger()
        .addAppender(new WriterAppender(new PatternLayout("{\"mine\":\"%m\"}%n"), json));

    info("one");

    assertThat(xml.toString()).contains("<log4j:message><![CDATA[one]]>");
    assertThat(json.toString().trim()).isEqualTo("{\"mine\":\"one\"}");
  }

  @Test
  void mappedContextAndLevelAreInTheLine() throws Exception {
    format("logging.format", "json");
    configure(file(), true);

    MDC.put("user", "ada");
    LOGGER.warn("sold");
    MDC.remove("user");
    stop();

    assertThat(lines(file()).get(0))
        .contains("\"level\":\"WARN\"", "\"message\":\"sold\",\"attributes\":{\"user\":\"ada\"}");
  }

  @Test
  void itIsToldWhereItWasLoggedWhereThePatternAsksForIt() {
    format("logging.format", "json");
    StringWriter with = new StringWriter();
    StringWriter without = new StringWriter();
    configure(new WriterAppender(new PatternLayout("%C{1}.%M:%L %m%n"), with), false);
    Logger.getRootLogger().addAppender(new WriterAppender(new PatternLayout("%c %m%n"), without));

    info("sold");

    assertThat(with.toString())
        .contains(
            "\"caller\":{\"class\":\""
                + getClass().getName()
                + "\",\"method\":\"info\",\"file\":\"Log4j1FormatTest.java\",\"line\":");
    assertThat(without.toString()).contains("sold").doesNotContain("caller");
  }
}

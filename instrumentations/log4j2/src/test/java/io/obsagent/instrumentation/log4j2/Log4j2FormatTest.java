// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obsagent.testing.LogFormatKit;
import io.obsagent.testing.Recorded;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.RollingFileAppender;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.Test;

/** Runs with the thread context and the kind of loggers that system properties choose. */
class Log4j2FormatTest extends LogFormatKit {
  private static final Logger LOGGER = LogManager.getLogger(LOGGER_NAME);

  private String layout = "<PatternLayout pattern='text %m%n%ex{0}'/>";
  private boolean location;

  @Override
  protected void configure(Path file, boolean async) throws Exception {
    configure(
        """
        <Configuration status="error">
          <Appenders>
            <RollingFile name="file" fileName="%s" filePattern="%s.%%i">
              %s
              <SizeBasedTriggeringPolicy size="10 MB"/>
            </RollingFile>
            <Async name="async"><AppenderRef ref="file"/></Async>
          </Appenders>
          <Loggers><Root level="info" includeLocation="%s"><AppenderRef ref="%s"/></Root></Loggers>
        </Configuration>
        """
            .formatted(file, file, layout, location, async ? "async" : "file"));
  }

  private void configure(String xml) throws Exception {
    Path file = Files.writeString(directory().resolve("log4j2.xml"), xml);
    context().setConfigLocation(file.toUri());
  }

  private static LoggerContext context() {
    return (LoggerContext) LogManager.getContext(false);
  }

  @Override
  protected void stop() throws Exception {
    configure("<Configuration><Loggers><Root level='off'/></Loggers></Configuration>");
  }

  @Override
  protected void info(String message) {
    log(() -> LOGGER.info(message));
  }

  @Override
  protected void error(String message, Throwable thrown) {
    log(() -> LOGGER.error(message, thrown));
  }

  @Test
  void theApplicationFindsTheLayoutThatItHasSet() throws Exception {
    configure(file(), false);
    format("logging.format", "json");

    info("one");

    RollingFileAppender appender = context().getConfiguration().getAppender("file");
    assertThat((Object) appender.getLayout()).isInstanceOf(PatternLayout.class);
  }

  @Test
  void theFileBesideRollsWithTheFirst() throws Exception {
    configure(file(), false);
    format("logging.format", "json", "logging.mode", "beside");

    info("one");
    Recorded.await(() -> lines(file()).size() == 1, () -> "the line beside is there only");
    RollingFileAppender appender = context().getConfiguration().getAppender("file");
    appender.getManager().rollover();
    info("two");
    stop();

    assertThat(lines(file())).containsExactly("text two");
    assertThat(lines(beside())).hasSize(1);
    assertJson("two", lines(beside()).get(0));
    awaitRolled();
  }

  @Test
  void aLayoutThatWritesJsonIsLeftAlone() throws Exception {
    assumeThat(
            getClass()
                .getResource(
                    "/org/apache/logging/log4j/layout/template/json/JsonTemplateLayout.class"))
        .isNotNull();
    format("logging.format", "json");
    layout =
        """
        <JsonTemplateLayout eventTemplate='{"mine": {"$resolver": "message"}}'/>
        """;
    configure(file(), false);

    info("one");
    stop();

    assertThat(lines(file())).containsExactly("{\"mine\":\"one\"}");
  }

  @Test
  void aLineThatIsLongerThanTheBufferIsWhole() throws Exception {
    configure(file(), false);
    format("logging.format", "json");
    String message = "tea ".repeat(10_000);

    info(message);
    stop();

    assertThat(lines(file())).hasSize(1);
    assertJson(message, lines(file()).get(0));
  }

  /** As Log4j itself tells it; 2.9.0 took a class of its own for the place. */
  @Test
  void whereItWasLoggedIsInTheLineIfThePatternAsksForIt() throws Exception {
    assumeThat(
            System.getProperty("library.version", "")
                + ' '
                + System.getProperty("expected.context", ""))
        .as("Log4j 3's asynchronous loggers take no place along to a layout that is exchanged")
        .isNotEqualTo("3.0.0-beta3 AsyncLoggerContext");
    layout = "<PatternLayout pattern='\"caller\":{\"class\":\"%C\",\"method\":\"%M%n'/>";
    location = true; // asynchronous loggers need it
    configure(file(), false);
    info("none");
    stop();
    format("logging.format", "json");
    layout = "<PatternLayout pattern='%-5p %20.30C{1}:%L %m%n'/>";
    configure(file(), false);
    info("one");
    stop();
    layout = "<PatternLayout pattern='%logger %m%n'/>";
    configure(file(), false);
    info("two");
    stop();

    assertThat(lines(file()).get(1)).contains(lines(file()).get(0));
    assertThat(lines(file()).get(2)).doesNotContain("caller");
  }

  @Test
  void mappedContextAndLevelAreInTheLine() throws Exception {
    format("logging.format", "json");
    configure(file(), true);

    ThreadContext.put("user", "ada");
    log(() -> LOGGER.warn("sold {}", 3));
    ThreadContext.clearAll();
    stop();

    assertThat(lines(file()).get(0))
        .contains("\"level\":\"WARN\"", "\"message\":\"sold 3\",\"attributes\":{\"user\":\"ada\"}");
  }

  /** Waits until it is written, which asynchronous loggers do later. */
  private void log(Runnable logging) {
    int before = count();
    logging.run();
    Recorded.await(() -> count() > before, () -> "nothing is written to " + file());
  }

  private int count() {
    return lines(file()).size() + lines(beside()).size();
  }
}

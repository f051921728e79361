// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import io.obsagent.testing.LogFormatKit;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LogbackFormatTest extends LogFormatKit {
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(LOGGER_NAME);

  @Override
  protected void configure(Path file, boolean async) throws Exception {
    configure(file, "<encoder><pattern>text %m%n%nopex</pattern></encoder>", async);
  }

  private static void configure(Path file, String encoder, boolean async) throws Exception {
    String xml =
        """
        <configuration>
          <appender name="file" class="ch.qos.logback.core.rolling.RollingFileAppender">
            <file>%s</file>
            <rollingPolicy class="ch.qos.logback.core.rolling.FixedWindowRollingPolicy">
              <fileNamePattern>%s.%%i</fileNamePattern>
            </rollingPolicy>
            <triggeringPolicy class="ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy"/>
            %s
          </appender>
          <appender name="async" class="ch.qos.logback.classic.AsyncAppender">
            <appender-ref ref="file"/>
          </appender>
          <root level="INFO"><appender-ref ref="%s"/></root>
        </configuration>
        """
            .formatted(file, file, encoder, async ? "async" : "file");
    LoggerContext context = LOGGER.getLoggerContext();
    context.reset();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  protected void stop() {
    LOGGER.getLoggerContext().reset();
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
  void theApplicationFindsTheEncoderThatItHasSet() throws Exception {
    configure(file(), false);
    FileAppender<ILoggingEvent> appender = appender();
    Object before = appender.getEncoder();
    format("logging.format", "json");

    info("one");
    assertThat(appender.getEncoder()).isSameAs(before);
    PatternLayoutEncoder other = new PatternLayoutEncoder();
    other.setContext(LOGGER.getLoggerContext());
    other.setPattern("other %m%n");
    other.start();
    appender.setEncoder(other);
    info("two");
    assertThat(appender.getEncoder()).isSameAs(other);
    format();
    info("three");
    stop();

    List<String> lines = lines(file());
    assertJson("one", lines.get(0));
    assertJson("two", lines.get(1));
    assertThat(lines.get(2)).isEqualTo("other three");
  }

  @Test
  void theFileBesideRollsWithTheFirst() throws Exception {
    configure(file(), false);
    format("logging.format", "json", "logging.mode", "beside");

    info("one");
    ((RollingFileAppender<ILoggingEvent>) appender()).rollover();
    info("two");
    stop();

    assertThat(lines(file())).containsExactly("text two");
    assertThat(lines(beside())).hasSize(1);
    assertJson("two", lines(beside()).get(0));
    awaitRolled();
  }

  @Test
  void aPatternThatIsJsonAlreadyIsLeftAlone() throws Exception {
    format("logging.format", "json");
    configure(
        file(),
        "<encoder><pattern>{\"mine\":\"%m\",\"trace\":\"%X{trace_id}\"}%n</pattern></encoder>",
        false);

    info("one");
    stop();

    assertThat(lines(file())).containsExactly("{\"mine\":\"one\",\"trace\":\"\"}");
  }

  @Test
  void whereItWasLoggedIsInTheLineIfThePatternAsksForIt() throws Exception {
    format("logging.format", "json");
    configure(file(), "<encoder><pattern>%-5p %20.30class{0}:%L %m%n</pattern></encoder>", false);
    info("one");
    stop();
    configure(file(), "<encoder><pattern>%contextName %m%n</pattern></encoder>", false);
    info("two");
    stop();

    assertThat(lines(file()).get(0))
        .contains("\"caller\":{\"class\":\"" + getClass().getName() + "\",\"method\":\"info\"");
    assertThat(lines(file()).get(1)).doesNotContain("caller");
  }

  @Test
  void mappedContextAndLevelAreInTheLine() throws Exception {
    format("logging.format", "json");
    configure(file(), true);

    MDC.put("user", "ada");
    LOGGER.warn("sold {}", 3);
    MDC.clear();
    stop();

    assertThat(lines(file()).get(0))
        .contains("\"level\":\"WARN\"", "\"message\":\"sold 3\",\"attributes\":{\"user\":\"ada\"}");
  }

  @SuppressWarnings("unchecked")
  private static FileAppender<ILoggingEvent> appender() {
    Logger root = LOGGER.getLoggerContext().getLogger(Logger.ROOT_LOGGER_NAME);
    return (FileAppender<ILoggingEvent>) root.getAppender("file");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.LoggingEventVO;
import ch.qos.logback.core.read.ListAppender;
import io.obsagent.testing.LogKit;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedLog;
import io.obsagent.testing.RecordedLogs;
import io.obsagent.testing.RecordedSpan;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;

class LogbackTest extends LogKit {
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("shop");

  @Override
  protected String framework() {
    return "logback";
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
    LOGGER.info(template, argument);
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
    return MDC.getCopyOfContextMap();
  }

  @Override
  protected void configure(Path file, boolean async) throws Exception {
    configure(
        """
        <configuration>
          <appender name="file" class="ch.qos.logback.core.FileAppender">
            <file>%s</file>
            <encoder><pattern>%s</pattern></encoder>
          </appender>
          <appender name="async" class="ch.qos.logback.classic.AsyncAppender">
            <appender-ref ref="file"/>
          </appender>
          <root level="INFO"><appender-ref ref="%s"/></root>
        </configuration>
        """
            .formatted(file, pattern(), async ? "async" : "file"));
  }

  private static void configure(String xml) throws Exception {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  protected void stop() {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).reset();
  }

  @Test
  void theVersionIsTheOneToTest() {
    String wanted = System.getProperty("library.version");
    assumeThat(wanted).isNotNull();
    assertThat(Logger.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .endsWith("logback-classic-" + wanted + ".jar");
  }

  @Test
  void theMapOfAnEventIsTheSameOnAllWaysToIt() throws Exception {
    ListAppender<ILoggingEvent> list = list();

    serve(() -> info("sold"));

    ILoggingEvent event = list.list.get(0);
    event.prepareForDeferredProcessing();
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(event.getMDCPropertyMap())
        .isEqualTo(
            Map.of(
                "trace_id", span.traceId(),
                "span_id", span.spanId(),
                "trace_flags", "01",
                "correlation_id", span.attribute("correlation.id")))
        .isEqualTo(event.getMdc())
        .isEqualTo(LoggingEventVO.build(event).getMDCPropertyMap());
  }

  @Test
  void aSiftingAppenderSiftsByAnId() throws Exception {
    String file = file().resolveSibling("${trace_id}.log").toString();
    configure(
        """
        <configuration>
          <appender name="sift" class="ch.qos.logback.classic.sift.SiftingAppender">
            <discriminator><key>trace_id</key><defaultValue>none</defaultValue></discriminator>
            <sift>
              <appender name="file-${trace_id}" class="ch.qos.logback.core.FileAppender">
                <file>%s</file>
                <encoder><pattern>%%msg</pattern></encoder>
              </appender>
            </sift>
          </appender>
          <root level="INFO"><appender-ref ref="sift"/></root>
        </configuration>
        """
            .formatted(file));

    serve(() -> info("sold"));
    stop();

    String traceId = Recorded.awaitSpans(1).get(0).traceId();
    assertThat(Files.readString(file().resolveSibling(traceId + ".log"))).isEqualTo("sold");
  }

  @Test
  void anEventThatIsPassedOnOrHasItsOwnMdcKeepsIt() throws Exception {
    ListAppender<ILoggingEvent> list = list();

    serve(
        () -> {
          LoggingEvent event = new LoggingEvent("here", LOGGER, Level.INFO, "sold", null, null);
          event.setMDCPropertyMap(Map.of("node", "7"));
          LOGGER.callAppenders(event);
        });

    assertThat(list.list).hasSize(1);
    assertThat(list.list.get(0).getMDCPropertyMap()).isEqualTo(Map.of("node", "7"));
  }

  @Test
  void aRecordHasMarkersAndTheRootHasNoName() throws Exception {
    configure(file(), false);

    LOGGER.info(MarkerFactory.getMarker("AUDIT"), "sold");
    LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).warn("of the root");

    assertThat(theRecord().markers()).containsExactly("AUDIT");
    assertThat(RecordedLogs.of("")).extracting(RecordedLog::message).contains("of the root");
  }

  @Test
  void aLineIsOneRecordWhicheverAppendersWriteIt() throws Exception {
    configure(file(), false);
    ListAppender<ILoggingEvent> own = new ListAppender<>();
    own.setContext(LOGGER.getLoggerContext());
    own.start();
    LOGGER.addAppender(own);

    info("sold");

    assertThat(own.list).hasSize(1);
    assertThat(theRecord().message()).isEqualTo("sold");
  }

  private ListAppender<ILoggingEvent> list() {
    stop();
    ListAppender<ILoggingEvent> list = new ListAppender<>();
    list.setContext(LOGGER.getLoggerContext());
    list.start();
    LOGGER.addAppender(list);
    return list;
  }
}

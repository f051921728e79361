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
import io.obsagent.testing.RecordedSpan;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LogbackTest extends LogKit {
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("shop");

  LogbackTest() {
    super(
        new Application(
            LOGGER::info, LOGGER::debug, MDC::put, MDC::clear, MDC::getCopyOfContextMap));
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
            .formatted(file, PATTERN, async ? "async" : "file"));
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

  private ListAppender<ILoggingEvent> list() {
    stop();
    ListAppender<ILoggingEvent> list = new ListAppender<>();
    list.setContext(LOGGER.getLoggerContext());
    list.start();
    LOGGER.addAppender(list);
    return list;
  }
}

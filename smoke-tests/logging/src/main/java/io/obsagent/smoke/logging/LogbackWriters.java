// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAware;
import ch.qos.logback.core.spi.LifeCycle;
import java.io.OutputStream;
import java.util.Map;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Appenders of Logback. */
final class LogbackWriters {
  private static final LoggerContext CONTEXT = (LoggerContext) LoggerFactory.getILoggerFactory();
  private static final Logger LOGGER = CONTEXT.getLogger("com.example.shop.OrderService");
  private static final Exception FAILURE =
      new IllegalStateException("no tea", new Exception("cold"));

  private LogbackWriters() {}

  static void add(Map<String, LineBenchmark.Writer> writers, String format, OutputStream out) {
    MDC.put("user", "ada");
    MDC.put("tenant", "acme");
    MDC.put("trace_id", "0af7651916cd43dd8448eb211c80319c");
    MDC.put("span_id", "b7ad6b7169203331");
    switch (format) {
      case "json" -> writers.put("Logback JsonEncoder", writer(new JsonEncoder(), out));
      case "logstash" ->
          writers.put("logstash-logback-encoder", writer(new LogstashEncoder(), out));
      default -> {}
    }
    PatternLayoutEncoder pattern = new PatternLayoutEncoder();
    pattern.setPattern("%d{ISO8601} %-5level [%thread] %logger{36} - %msg%n");
    writers.put("obs-agent in Logback", writer(pattern, out));
  }

  private static LineBenchmark.Writer writer(Encoder<ILoggingEvent> encoder, OutputStream out) {
    ((ContextAware) encoder).setContext(CONTEXT);
    ((LifeCycle) encoder).start();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(CONTEXT);
    appender.setEncoder(encoder);
    appender.setOutputStream(out);
    appender.setImmediateFlush(false);
    appender.start();
    return thrown ->
        appender.doAppend(
            new LoggingEvent(
                LogbackWriters.class.getName(),
                LOGGER,
                Level.INFO,
                "Order {} of {} items was paid by card in {} ms",
                thrown ? FAILURE : null,
                new Object[] {4711, 3, 25}));
  }
}

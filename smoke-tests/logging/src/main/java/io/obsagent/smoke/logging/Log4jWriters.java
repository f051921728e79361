// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.logging;

import java.io.OutputStream;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.appender.OutputStreamAppender;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.impl.ContextDataFactory;
import org.apache.logging.log4j.core.impl.MutableLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.apache.logging.log4j.message.ParameterizedMessage;
import org.apache.logging.log4j.util.StringMap;

/** Appenders of Log4j. */
final class Log4jWriters {
  private static final Exception FAILURE =
      new IllegalStateException("no tea", new Exception("cold"));

  private Log4jWriters() {}

  static void add(Map<String, LineBenchmark.Writer> writers, String format, OutputStream out) {
    DefaultConfiguration configuration = new DefaultConfiguration();
    String template =
        switch (format) {
          case "ecs" -> "classpath:EcsLayout.json";
          case "logstash" -> "classpath:LogstashJsonEventLayoutV1.json";
          default -> "classpath:JsonLayout.json";
        };
    writers.put(
        "Log4j JsonTemplateLayout",
        writer(
            JsonTemplateLayout.newBuilder()
                .setConfiguration(configuration)
                .setEventTemplateUri(template)
                .build(),
            out));
    writers.put(
        "obs-agent in Log4j",
        writer(
            PatternLayout.newBuilder()
                .withConfiguration(configuration)
                .withPattern("%d{ISO8601} %-5level [%t] %c{1.} - %m%n")
                .build(),
            out));
  }

  private static LineBenchmark.Writer writer(Layout<?> layout, OutputStream out) {
    OutputStreamAppender appender =
        OutputStreamAppender.newBuilder()
            .setName(layout.getClass().getSimpleName() + System.identityHashCode(layout))
            .setLayout((Layout<? extends java.io.Serializable>) layout)
            .setTarget(out)
            .setImmediateFlush(false)
            .build();
    appender.start();
    ThreadContext.put("user", "ada");
    ThreadContext.put("tenant", "acme");
    ThreadContext.put("trace_id", "0af7651916cd43dd8448eb211c80319c");
    ThreadContext.put("span_id", "b7ad6b7169203331");
    StringMap context = ContextDataFactory.createContextData(ThreadContext.getContext());
    MutableLogEvent event = new MutableLogEvent();
    event.setLoggerName("com.example.shop.OrderService");
    event.setLevel(Level.INFO);
    event.setThreadName(Thread.currentThread().getName());
    event.setContextData(context);
    return thrown -> {
      event.setTimeMillis(System.currentTimeMillis());
      event.setThrown(thrown ? FAILURE : null);
      event.setMessage(
          new ParameterizedMessage(
              "Order {} of {} items was paid by card in {} ms", new Object[] {4711, 3, 25}));
      appender.append(event);
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.ByteArrayOutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

@ExtendWith(AgentExtension.class)
class LogbackTest {
  private static final String PATTERN =
      "%X{trace_id}|%X{span_id}|%X{correlation_id}|%X{user}|%msg%n";

  private final Logger logger = (Logger) LoggerFactory.getLogger("shop");
  private final LoggerContext context = logger.getLoggerContext();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeEach
  void logHereOnly() {
    logger.setAdditive(false);
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void forget() {
    logger.detachAndStopAllAppenders();
    MDC.clear();
  }

  @Test
  void aLineWithinARequestShowsItsIds() throws Exception {
    logger.addAppender(appender());

    serve(() -> logger.info("sold"));

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(line(span, "", "sold"));
  }

  @Test
  void anAsynchronousAppenderShowsTheIdsOfWhoLogged() throws Exception {
    AsyncAppender async = new AsyncAppender();
    async.setContext(context);
    async.addAppender(appender());
    async.start();
    logger.addAppender(async);

    serve(() -> logger.info("sold"));
    async.stop();

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(line(span, "", "sold"));
  }

  @Test
  void theApplicationsOwnKeysWinAndItsMdcIsNotTouched() throws Exception {
    logger.addAppender(appender());

    serve(
        () -> {
          MDC.put("user", "ada");
          MDC.put("trace_id", "mine");
          logger.info("sold");
          assertThat(MDC.getCopyOfContextMap())
              .isEqualTo(Map.of("user", "ada", "trace_id", "mine"));
          MDC.clear();
        });

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("mine" + line(span, "ada", "sold").substring(span.traceId().length()));
  }

  @Test
  void outsideOfARequestNothingIsAdded() {
    ListAppender<ILoggingEvent> list = list();
    MDC.put("user", "ada");

    logger.info("idle");

    assertThat(list.list.get(0).getMDCPropertyMap()).isEqualTo(Map.of("user", "ada"));
  }

  @Test
  void anEventThatIsPassedOnOrHasItsOwnMdcKeepsIt() throws Exception {
    ListAppender<ILoggingEvent> list = list();

    serve(
        () -> {
          LoggingEvent event = new LoggingEvent("here", logger, Level.INFO, "sold", null, null);
          event.setMDCPropertyMap(Map.of("node", "7"));
          logger.callAppenders(event);
        });

    assertThat(list.list).hasSize(1);
    assertThat(list.list.get(0).getMDCPropertyMap()).isEqualTo(Map.of("node", "7"));
  }

  private static String line(RecordedSpan span, String user, String message) {
    return span.traceId()
        + "|"
        + span.spanId()
        + "|"
        + span.attribute("correlation.id")
        + "|"
        + user
        + "|"
        + message
        + System.lineSeparator();
  }

  private ListAppender<ILoggingEvent> list() {
    ListAppender<ILoggingEvent> list = new ListAppender<>();
    list.setContext(context);
    list.start();
    logger.addAppender(list);
    return list;
  }

  private Appender<ILoggingEvent> appender() {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.setOutputStream(out);
    appender.start();
    return appender;
  }

  /** Runs while a request is served, on the server's thread. */
  private static void serve(Runnable work) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            work.run();
            exchange.sendResponseHeaders(204, -1);
          }
        });
    server.start();
    try {
      URL url = new URL("http://localhost:" + server.getAddress().getPort() + "/");
      assertThat(((HttpURLConnection) url.openConnection()).getResponseCode()).isEqualTo(204);
    } finally {
      server.stop(0);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.StringWriter;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AsyncAppender;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.AppenderRef;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.impl.ContextDataFactory;
import org.apache.logging.log4j.core.impl.ThreadContextDataInjector;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.util.StringMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class Log4j2Test {
  private static final String PATTERN = "%X{trace_id}|%X{span_id}|%X{correlation_id}|%X{user}|%m%n";

  private final Logger logger = (Logger) LogManager.getLogger("shop");
  private final Configuration configuration = logger.getContext().getConfiguration();
  private final StringWriter out = new StringWriter();
  private final Appender writer =
      WriterAppender.createAppender(
          PatternLayout.newBuilder().withPattern(PATTERN).withConfiguration(configuration).build(),
          null,
          out,
          "writer",
          false,
          true);

  @BeforeEach
  void logHereOnly() {
    logger.setAdditive(false);
    logger.setLevel(Level.INFO);
    writer.start();
    configuration.addAppender(writer);
  }

  @AfterEach
  void forget() {
    logger.getAppenders().values().forEach(logger::removeAppender);
    configuration.getAppenders().remove("writer");
    ThreadContext.clearAll();
  }

  @Test
  void aLineWithinARequestShowsItsIds() throws Exception {
    logger.addAppender(writer);

    serve(() -> logger.info("sold"));

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(out).hasToString(line(span, "", "sold"));
  }

  @Test
  void anAsynchronousAppenderShowsTheIdsOfWhoLogged() throws Exception {
    AsyncAppender async =
        AsyncAppender.newBuilder()
            .setName("async")
            .setAppenderRefs(
                new AppenderRef[] {AppenderRef.createAppenderRef("writer", null, null)})
            .setConfiguration(configuration)
            .build();
    async.start();
    logger.addAppender(async);

    serve(
        () -> {
          logger.info("sold");
          logger.info("shipped");
        });
    async.stop();

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(out).hasToString(line(span, "", "sold") + line(span, "", "shipped"));
  }

  @Test
  void theApplicationsOwnKeysWinAndItsThreadContextIsNotTouched() throws Exception {
    logger.addAppender(writer);

    serve(
        () -> {
          ThreadContext.put("user", "ada");
          ThreadContext.put("trace_id", "mine");
          logger.info("sold");
          assertThat(ThreadContext.getContext())
              .isEqualTo(Map.of("user", "ada", "trace_id", "mine"));
          ThreadContext.clearAll();
        });

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(out)
        .hasToString("mine" + line(span, "ada", "sold").substring(span.traceId().length()));
  }

  @Test
  void outsideOfARequestNothingIsAdded() {
    StringMap data =
        new ThreadContextDataInjector.ForDefaultThreadContextMap()
            .injectContextData(List.of(), ContextDataFactory.createContextData());

    assertThat(data.toMap()).isEmpty();
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

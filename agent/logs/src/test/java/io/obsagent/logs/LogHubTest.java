// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.logs.redact.RedactOptions;
import io.obsagent.logs.store.Records;
import io.obsagent.spi.event.Event;
import io.obsagent.spi.event.Events;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.http.EventStream;
import io.obsagent.spi.http.Handler;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.logs.LogRecord;
import io.obsagent.spi.logs.LogSink;
import io.obsagent.spi.logs.Severity;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.service.AgentThread;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogHubTest {
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final TestMetrics metrics = new TestMetrics();
  private final TestConfig config = new TestConfig();
  private final List<FinishedLog> sent = new CopyOnWriteArrayList<>();
  private volatile boolean hasRoom = true;
  private final LogHub hub = new LogHub(() -> metrics, log -> sent.add(log) && hasRoom);
  private final Map<String, Handler> routes = new HashMap<>();

  @BeforeEach
  void routes() {
    new LogRoutes(hub).add((method, path, access, handler) -> routes.put(path, handler));
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private void start() {
    hub.start(
        new AgentContext(
            config,
            metrics,
            Map.of(),
            (io.obsagent.spi.diagnostics.AgentReport)
                Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {io.obsagent.spi.diagnostics.AgentReport.class},
                    (proxy, method, arguments) -> null),
            task -> AgentThread.newThread("test", task),
            new ArrayList<>(),
            null));
  }

  private void log(LogSink.Source source, Severity severity, String message) {
    if (source.wants(severity)) {
      source.accept(Records.of(severity, "com.acme.Shop", message));
    }
  }

  static void await(BooleanSupplier condition) {
    long from = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - from).as("time to wait").isLessThan(PATIENCE_NANOS);
      Thread.onSpinWait();
    }
  }

  private Response call(String path, String... parameters) {
    Map<String, List<String>> given = new HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      given.put(parameters[i], List.of(parameters[i + 1]));
    }
    return routes
        .get(path)
        .handle(new Request("GET", path, given, Map.of(), Map.of(), new byte[0]));
  }

  private static String body(Response response) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.body().writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsLoggedBeforeTheAgentHasStartedWaits() throws Exception {
    LogSink.Source source = hub.source("logback");
    log(source, Severity.INFO, "early bird");
    assertThat(body(call("/monitoring/logs"))).isEqualTo("{\"records\":[],\"omitted\":0}");

    start();
    await(() -> sent.size() == 1);

    assertThat(body(call("/monitoring/logs")))
        .isEqualTo(
            "{\"records\":[{\"time\":\"2023-11-14T22:13:20.123456789Z\",\"time_ms\":1700000000123,"
                + "\"severity\":\"INFO\",\"level\":\"INFO\",\"framework\":\"logback\","
                + "\"logger\":\"com.acme.Shop\",\"thread\":\"main\",\"message\":\"early bird\","
                + "\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\","
                + "\"span_id\":\"b7ad6b7169203331\",\"correlation_id\":\"order-17\","
                + "\"attributes\":{}}],\"omitted\":0}");
  }

  @Test
  void whatIsLoggedLaterIsFoundByItsQuery() throws Exception {
    start();
    LogSink.Source source = hub.source("jul");
    log(source, Severity.INFO, "item 1");
    log(source, Severity.ERROR, "item 2");
    log(source, Severity.INFO, "other");
    await(() -> sent.size() == 3);

    String found = body(call("/monitoring/logs", "q", "ITEM", "limit", "1"));
    assertThat(found).contains("\"message\":\"item 2\"").endsWith("\"omitted\":1}");
    assertThat(body(call("/monitoring/logs", "level", "error", "logger", "com.acme")))
        .contains("item 2")
        .doesNotContain("item 1");
    assertThat(metrics.total("log_errors_total", "none", "com.acme.Shop")).isEqualTo(1);
  }

  @Test
  void whoFollowsIsToldOfWhatMatchesFromThenOn() throws Exception {
    Response response = call("/monitoring/logs/stream", "level", "warn");
    start();
    LogSink.Source source = hub.source("jul");
    log(source, Severity.INFO, "one");
    log(source, Severity.ERROR, "two");
    await(() -> sent.size() == 2);

    assertThat(response.headers())
        .containsEntry("Content-Type", "text/event-stream; charset=utf-8");
    assertThat(body(response))
        .startsWith("retry: 3000\n\nevent: log\ndata: {\"time\":")
        .contains("\"message\":\"two\"")
        .doesNotContain("\"message\":\"one\"");
    EventStream stream = (EventStream) response.body();
    hub.close();
    await(stream::isClosed);
  }

  @Test
  void switchedOffItCountsOnly() throws Exception {
    config.with(LogOptions.ENABLED, "false");
    start();
    LogSink.Source source = hub.source("jul");

    assertThat(source.wants(Severity.ERROR)).isFalse();
    assertThat(metrics.total("log_events_total", "error", "jul")).isEqualTo(1);
    assertThat(body(call("/monitoring/logs"))).isEqualTo("{\"records\":[],\"omitted\":0}");
  }

  @Test
  void optionsChangeWhileItRuns() throws Exception {
    start();
    LogSink.Source source = hub.source("jul");
    config.with(LogOptions.LEVEL, "error");
    assertThat(source.wants(Severity.INFO)).isFalse();
    config.with(RedactOptions.NAMES, "iban, tax-id").with(RedactOptions.EMAILS, "true");

    log(source, Severity.ERROR, "IBAN=DE12 of a@b.org");
    await(() -> sent.size() == 1);

    assertThat(sent.get(0).body()).isEqualTo("IBAN=[redacted] of [redacted e-mail]");
  }

  @Test
  void whatExportersDoNotTakeIsNotMadeInTheFirstPlace() throws Exception {
    config.with(LogOptions.MAX_RATE, "1000000");
    hasRoom = false;
    start();
    LogSink.Source source = hub.source("jul");

    await(
        () -> {
          for (int i = 0; i < 12_000; i++) {
            source.wants(Severity.INFO);
          }
          log(source, Severity.INFO, "one more");
          // Far fewer a second than the option allows.
          LockSupport.parkNanos(100_000_000);
          return metrics.total("obs_agent_dropped_total", "logs", "sampled") > 0;
        });

    assertThat(source.wants(Severity.ERROR)).isTrue();
  }

  @Test
  void whatWaitsAtTheEndIsHandedOn() {
    start();
    LogSink.Source source = hub.source("jul");
    for (int i = 0; i < 3_000; i++) {
      log(source, Severity.INFO, "m" + i);
    }
    hub.close();

    await(() -> sent.size() == 3_000);
  }

  @Test
  void noSecretLeavesByAnyWay() throws Exception {
    config.with(LogOptions.LEARNS, "1s").with(RedactOptions.PATTERNS, List.of("patient-[a-z]+"));
    EventStream stream = (EventStream) call("/monitoring/logs/stream").body();
    start();
    Events.take();
    LogSink.Source source = hub.source("jul");
    String planted =
        "password=hunter2 4111111111111111 patient-bob Bearer hunter2Abc123 \u001b[31m";
    LogRecord record =
        new LogRecord(
            "jul",
            // Later than what is taken as known.
            (System.currentTimeMillis() + 60_000) * 1_000_000,
            Severity.ERROR,
            "SEVERE",
            "com.acme.Shop",
            "worker " + planted,
            "Oh dear " + planted,
            "Oh dear {} " + planted,
            new IllegalStateException(planted, new RuntimeException(planted)),
            Map.of("note", planted, "api-key", "hunter2"),
            List.of(planted),
            List.of(Map.entry("secret", (Object) "hunter2"), Map.entry("n", (Object) planted)),
            Records.TRACE);
    source.accept(record);
    await(() -> sent.size() == 1);
    List<Event> events = Events.take();

    assertThat(events.stream().map(Event::type)).contains("log_pattern");
    for (String out :
        List.of(
            body(call("/monitoring/logs")),
            body(call("/monitoring/logs/patterns")),
            body(stream.response()),
            sent.toString(),
            events.toString())) {
      assertThat(out)
          .contains("Oh dear")
          .contains("[redacted")
          .doesNotContain("hunter2", "411111", "patient-bob", "\u001b");
    }
    assertThat(body(call("/monitoring/logs", "q", "hunter2"))).contains("\"records\":[]");
  }

  @ParameterizedTest
  @CsvSource({
    "level,loud",
    "limit,0",
    "limit,99999",
    "limit,x",
    "since,yesterday",
    "since,0m",
    "trace,xyz"
  })
  void aBadParameterIsNamed(String name, String value) {
    assertThatThrownBy(() -> call("/monitoring/logs", name, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("invalid parameter '" + name + "': expected");
  }
}

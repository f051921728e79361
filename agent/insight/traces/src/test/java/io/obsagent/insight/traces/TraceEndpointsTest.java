// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.insight.Cycle;
import io.obsagent.insight.Insight;
import io.obsagent.insight.alert.Alerts;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.Engine;
import io.obsagent.insight.promql.EngineOptions;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.insight.series.StoreOptions;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanCopy;
import io.obsagent.spi.http.Handler;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.opentelemetry.api.trace.SpanKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceEndpointsTest {
  private static final long MILLI = 1_000_000;
  private static final long START = 1_795_899_181_000L * MILLI;

  private final Map<String, Handler> routes = new HashMap<>();
  private final TestMetrics metrics = new TestMetrics();
  private final StoreConsumer consumer = new StoreConsumer(24 << 20, metrics);
  private final Instant now = Instant.ofEpochMilli(START / MILLI + 3_600_000);
  private SeriesStore store;

  @AfterEach
  void end() {
    store.close();
  }

  @BeforeEach
  void begin() {
    TracesFeature feature = new TracesFeature();
    store = SeriesStore.open(StoreOptions.defaults(), now.toEpochMilli() - 3_600_000, line -> {});
    Cycle cycle =
        new Cycle(
            new Cycle.Parts(
                store,
                List.of(),
                Labels.of("job", "shop", "instance", "host"),
                List::of,
                Duration.ofSeconds(15),
                () -> now,
                line -> {}));
    feature.begin(
        consumer,
        "shop",
        new Insight(store, new Engine(EngineOptions.defaults()), cycle, new Alerts(), null));
    feature.routes(
        new Endpoints((method, path, access, handler) -> routes.put(path, handler), () -> {}));
  }

  private Response ask(String path, String id, String... parameters) {
    Map<String, List<String>> map = new HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      map.computeIfAbsent(parameters[i], none -> new ArrayList<>()).add(parameters[i + 1]);
    }
    return routes
        .get(path)
        .handle(
            new Request(
                "GET",
                path,
                map,
                Map.of(),
                Map.of("id", id, "other", SpanCodec.hex(Spans.HIGH) + SpanCodec.hex(2)),
                new byte[0]));
  }

  private static String body(Response response) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      response.body().writeTo(out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private String search(String... parameters) {
    return body(ask("/monitoring/traces", "", parameters));
  }

  private List<String> names(String... parameters) {
    return Pattern.compile("\"name\":\"([^\"]*)\"")
        .matcher(search(parameters))
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  private String trace(long id) {
    return body(ask("/monitoring/traces/{id}", SpanCodec.hex(Spans.HIGH) + SpanCodec.hex(id)));
  }

  private static SpanCopy request(long trace, String route, long status, long millis) {
    return Spans.span(
        trace,
        trace,
        0,
        SpanKind.SERVER,
        START + trace * MILLI,
        START + (trace + millis) * MILLI,
        "GET " + route,
        Map.of(
            "http.request.method",
            "GET",
            "http.route",
            route,
            "http.response.status_code",
            status));
  }

  private void finish(FinishedSpan... spans) {
    consumer.export(List.of(spans));
  }

  private void threeRequests() {
    finish(request(1, "/items/{id}", 200, 5));
    finish(request(2, "/cart", 404, 50));
    finish(Spans.failed(request(3, "/cart", 500, 500), "boom"));
  }

  @Test
  void beforeTheFirstSpanThereAreNoTraces() {
    assertThat(search()).isEqualTo("{\"traces\":[],\"omitted\":0,\"incomplete\":false}");
    assertThat(ask("/monitoring/traces/{id}", "12").status()).isEqualTo(404);
  }

  @Test
  void theNewestTraceComesFirst() {
    threeRequests();

    assertThat(names()).containsExactly("GET /cart", "GET /cart", "GET /items/{id}");
    assertThat(search("limit", "1"))
        .contains("\"status\":\"error\"")
        .endsWith("],\"omitted\":2,\"incomplete\":false}");
  }

  @ParameterizedTest
  @CsvSource({
    "route,/cart,2",
    "route,GET /items/{id},1",
    "route,/items/*,1",
    "route,*,3",
    "route,/car,0",
    "min,50,2",
    "min,100ms,1",
    "min,1s,0",
    "status,ok,2",
    "status,error,1",
    "status,404,1",
    "status,5xx,1",
    "attr,http.response.status_code=200,1",
    "attr,http.route,3",
    "attr,nothing,0",
    "since,2026-11-28T20:53:01.002Z,2",
    "since,1795899181.003,1",
    "since,100000d,3",
  })
  void tracesAreFoundByWhatTheyAre(String parameter, String value, int count) {
    threeRequests();

    assertThat(names(parameter, value)).hasSize(count);
  }

  @ParameterizedTest
  @CsvSource({
    "status,maybe",
    "status,600",
    "limit,-1",
    "limit,many",
    "min,soon",
    "since,tomorrow",
    "attr,=x",
  })
  void whatCannotBeMeantIsRefusedWithItsName(String parameter, String value) {
    Response response = ask("/monitoring/traces", "", parameter, value);

    assertThat(response.status()).isEqualTo(400);
    assertThat(body(response)).contains("invalid parameter").contains(parameter);
  }

  @Test
  void parametersAreBounded() {
    String[] nine = new String[18];
    for (int i = 0; i < nine.length; i += 2) {
      nine[i] = "attr";
      nine[i + 1] = "a";
    }
    assertThat(ask("/monitoring/traces", "", nine).status()).isEqualTo(400);
    assertThat(ask("/monitoring/traces", "", "route", "x".repeat(2_000)).status()).isEqualTo(400);
    assertThat(ask("/monitoring/traces", "", "attr", "x".repeat(2_000)).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "../..", "0123456789012345678901234567890123"})
  void anIdIsHexadecimal(String id) {
    assertThat(ask("/monitoring/traces/{id}", id).status()).isEqualTo(400);
  }

  @Test
  void aTraceTellsOfItsSpansAndTheirTimes() {
    SpanCopy root = request(1, "/cart", 200, 10);
    SpanCopy query =
        Spans.span(
            1,
            2,
            1,
            SpanKind.CLIENT,
            START + 2 * MILLI,
            START + 8 * MILLI,
            "SELECT items",
            Map.of("db.system.name", "postgresql", "db.response.returned_rows", 3L));
    finish(query, root);

    assertThat(trace(1))
        .contains("\"service\":\"shop\"", "\"duration_ms\":10,", "\"own\":4,\"db\":6,")
        .contains("\"type\":\"entry\",\"category\":\"own\"", "\"self_ms\":4,")
        .contains(
            "\"type\":\"exit\",\"category\":\"db\"", "\"parent_span_id\":\"0000000000000001\"")
        .contains("\"start\":\"2026-11-28T20:53:01.002Z\",\"start_ms\":1795899181002")
        .contains("\"db.response.returned_rows\":3,", ",\"otel.scope.name\":\"io.obsagent.test\"}")
        .contains("\"text\":\"SELECT items took 6.00 of 10 ms\"");
  }

  @Test
  void aFailureIsToldWithItsPlaceInTheApplication() {
    String stackTrace =
        """
        org.springframework.web.util.NestedServletException: failed
        \tat org.springframework.web.servlet.FrameworkServlet.service(FrameworkServlet.java:1)
        \tat com.acme.Filter.doFilter(Filter.java:9)
        Caused by: java.lang.IllegalStateException: no stock
        \tat java.base/java.util.Objects.check(Objects.java:2)
        \tat app//com.acme.Cart.total(Cart.java:42)
        \tat com.acme.Filter.doFilter(Filter.java:9)
        """;
    SpanCopy inner =
        Spans.span(
            1, 2, 1, SpanKind.INTERNAL, START + 2 * MILLI, START + 8 * MILLI, "total", Map.of());
    finish(
        Spans.failed(
            inner,
            "",
            Spans.exception("NestedServletException", "failed", stackTrace, START + 8 * MILLI)),
        Spans.failed(request(1, "/cart", 500, 10), ""));

    assertThat(trace(1))
        .contains(
            "\"text\":\"total failed: NestedServletException: failed, caused by"
                + " java.lang.IllegalStateException: no stock, at"
                + " com.acme.Cart.total(Cart.java:42); with it failed GET /cart\"")
        .contains(
            "\"level\":\"ERROR\",\"message\":\"exception\",\"fields\":{\"exception.message\"");
  }

  @Test
  void theSameStatementAgainAndAgainIsToldOnce() {
    List<FinishedSpan> spans = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      long start = START + (2 + i) * MILLI;
      spans.add(
          Spans.span(
              1,
              10 + i,
              1,
              SpanKind.CLIENT,
              start,
              start + MILLI,
              "SELECT items",
              Map.of("db.system.name", "h2", "db.query.summary", "SELECT items")));
    }
    spans.add(request(1, "/cart", 200, 20));
    consumer.export(spans);

    assertThat(trace(1))
        .contains(
            "{\"type\":\"n_plus_one\",\"span_id\":\"000000000000000a\",\"text\":\"SELECT items: 6"
                + " times below GET /cart, 6.00 ms in all; ");
  }

  @Test
  void hostileNamesAreTextAndNothingElse() {
    String name = "<script>alert(\"1\")</script>\u0000\u2028" + "x".repeat(10_000);
    finish(Spans.span(1, 1, 0, SpanKind.SERVER, START, START + MILLI, name, Map.of(name, name)));

    assertThat(trace(1)).contains("\\u0000\\u2028xxx").doesNotContain("\u0000");
    assertThat(names("route", name.substring(0, 10) + "*")).hasSize(1);
    assertThat(names("route", name.substring(1, 10) + "*")).isEmpty();
    assertThat(search()).contains("alert(\\\"1\\\")");
  }

  @Test
  void jaegersPageReadsATrace() {
    SpanCopy query =
        Spans.span(
            1, 2, 1, SpanKind.CLIENT, START, START + MILLI, "SELECT items", Map.of("rows", 3L));
    finish(Spans.failed(query, "boom"), request(1, "/cart", 200, 10));

    String jaeger =
        body(ask("/monitoring/traces/{id}/jaeger", SpanCodec.hex(Spans.HIGH) + SpanCodec.hex(1)));

    assertThat(jaeger)
        .startsWith("{\"data\":[{\"traceID\":\"0af7651916cd43dd0000000000000001\",\"spans\":[{")
        .contains(
            "\"spanID\":\"0000000000000002\",\"operationName\":\"SELECT items\",\"references\":["
                + "{\"refType\":\"CHILD_OF\",\"traceID\":\"0af7651916cd43dd0000000000000001\","
                + "\"spanID\":\"0000000000000001\"}],\"startTime\":1795899181000000,\"duration\":1000,"
                + "\"tags\":[{\"key\":\"rows\",\"type\":\"int64\",\"value\":3},")
        .contains("{\"key\":\"error\",\"type\":\"bool\",\"value\":true}")
        .contains("\"processes\":{\"p1\":{\"serviceName\":\"shop\",\"tags\":[]}}");
  }

  @Test
  void theFileOfATraceHasNoScriptAndWhatSpansSayIsText() {
    String hostile = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>";
    finish(
        Spans.failed(
            Spans.span(
                1, 1, 0, SpanKind.SERVER, START, START + MILLI, hostile, Map.of(hostile, hostile)),
            hostile,
            Spans.exception(hostile, hostile, hostile, START)));

    Response page =
        ask("/monitoring/traces/{id}", SpanCodec.hex(Spans.HIGH) + SpanCodec.hex(1) + ".html");

    assertThat(page.headers())
        .containsEntry(
            "Content-Disposition",
            "attachment; filename=\"trace-0af7651916cd43dd0000000000000001.html\"");
    assertThat(body(page))
        .doesNotContain("<script", "<img", "http:", "https:", "url(")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&gt;");
  }

  @Test
  void twoTracesAreComparedByOperation() {
    SpanCopy fast =
        Spans.span(
            1, 5, 1, SpanKind.INTERNAL, START + 2 * MILLI, START + 3 * MILLI, "total", Map.of());
    SpanCopy slow =
        Spans.span(
            2, 5, 2, SpanKind.INTERNAL, START + 3 * MILLI, START + 23 * MILLI, "total", Map.of());
    finish(fast, request(1, "/cart", 200, 10), slow, request(2, "/cart", 200, 30));

    String compared =
        body(
            ask(
                "/monitoring/traces/{id}/compare/{other}",
                SpanCodec.hex(Spans.HIGH) + SpanCodec.hex(1)));

    assertThat(compared)
        .contains("\"duration_ms\":10,", "\"duration_ms\":30,")
        .contains(
            "\"operations\":[{\"operation_name\":\"total\",\"category\":\"own\",\"count\":[1,1],"
                + "\"total_ms\":[1,20],\"self_ms\":[1,20],\"delta_ms\":19},"
                + "{\"operation_name\":\"GET /cart\"");
  }

  private void sample(String metric, double first, double last, String... labels) {
    Map<String, String> all = new HashMap<>();
    all.put("__name__", metric);
    for (int i = 0; i < labels.length; i += 2) {
      all.put(labels[i], labels[i + 1]);
    }
    long end = now.toEpochMilli() - 60_000;
    store.append(Labels.of(all), end - 60_000, first);
    store.append(Labels.of(all), end, last);
  }

  private void calls(String metric, double calls, String... labels) {
    List<String> with = new ArrayList<>(List.of(labels));
    with.addAll(List.of("le", "0.1"));
    sample(metric + "_bucket", 0, calls / 2, with.toArray(String[]::new));
    with.set(with.size() - 1, "0.2");
    sample(metric + "_bucket", 0, calls, with.toArray(String[]::new));
    with.set(with.size() - 1, "+Inf");
    sample(metric + "_bucket", 0, calls, with.toArray(String[]::new));
  }

  @Test
  void theMapShowsWhoCallsWhomHowOftenAndHowFast() {
    calls("http_request_duration_seconds", 100, "route", "/a", "status_code", "200");
    calls("http_request_duration_seconds", 20, "route", "/b", "status_code", "503");
    String[] shop = {"system", "postgresql", "database", "shop", "error_type", "none"};
    calls("database_query_duration_seconds", 360, shop);
    shop[shop.length - 1] = "23505";
    calls("database_query_duration_seconds", 6, shop);
    calls("redis_command_duration_seconds", 8, "server", "cache", "server_port", "");
    connections(4, "cache", "6379");
    connections(3, "ldap", "389");

    String map = body(ask("/monitoring/map", ""));

    assertThat(map)
        .contains("{\"id\":\"service:shop\",\"label\":\"shop\",\"kind\":\"service\"}")
        .contains("{\"id\":\"db:postgresql shop\",\"label\":\"postgresql shop\",\"kind\":\"db\"}")
        .contains(
            "{\"from\":\"client:HTTP clients\",\"to\":\"service:shop\",\"calls\":120,\"errors\":20,")
        .contains(
            "{\"from\":\"service:shop\",\"to\":\"db:postgresql shop\",\"calls\":366,\"errors\":6,"
                + "\"rate\":3.05,\"p95_ms\":190}")
        .containsPattern("\"to\":\"redis:cache\",\"calls\":8,[^}]*\"connections\":4,")
        .contains("{\"id\":\"tcp:ldap:389\",\"label\":\"ldap:389\",\"kind\":\"tcp\"}")
        .containsPattern("\"to\":\"tcp:ldap:389\",\"calls\":3,[^}]*\"connections\":3,");
  }

  private void connections(int opened, String address, String port) {
    String[] labels = {"server_address", address, "server_port", port, "error_type", "none"};
    calls("tcp_connect_duration_seconds", opened, labels);
  }

  @Test
  void whatARouteSpendsItsTimeOnIsToldOverTime() {
    sample("trace_time_traces_total", 0, 10, "route", "GET /cart");
    sample("trace_time_seconds_total", 0, 0.5, "route", "GET /cart", "kind", "db");
    sample("trace_time_seconds_total", 0, 9, "route", "GET /other", "kind", "db");

    String breakdown = body(ask("/monitoring/routes/breakdown", "", "route", "/cart"));

    assertThat(breakdown).contains("\"step_ms\":60000", "\"db\":[null,").contains(",50,null");
    assertThat(ask("/monitoring/routes/breakdown", "", "range", "100d").status()).isEqualTo(400);
    assertThat(ask("/monitoring/map", "", "range", "1s").status()).isEqualTo(400);
  }

  @Test
  void metricsTellWhatTheStoreDoesAndWhatTimeIsSpentOn() {
    for (int trace = 1; trace <= 300; trace++) {
      finish(request(trace, "/cart", 200, 2_000));
    }
    consumer.cycle();

    assertThat(metrics.total("obs_agent_trace_store_seen_total")).isEqualTo(300);
    assertThat(metrics.total("obs_agent_trace_store_traces", "slow")).isEqualTo(10);
    long traces = metrics.total("trace_time_traces_total", "GET /cart");
    assertThat(traces).isBetween(5L, 300L);
    assertThat(metrics.total("trace_time_seconds_total", "GET /cart", "own")).isEqualTo(2 * traces);
  }
}

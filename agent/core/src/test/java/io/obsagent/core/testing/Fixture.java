// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.testing;

import io.obsagent.core.operation.CoreTelemetry;
import io.obsagent.core.span.NanoClock;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.telemetry.DbKind;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.HttpClientRequest;
import io.obsagent.spi.telemetry.HttpServerAdapter;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.opentelemetry.api.common.AttributeKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Telemetry with a clock that the test turns and a sink that keeps what it gets. */
public final class Fixture {
  public static final DbTarget H2 = new DbTarget(DbKind.SQL, "h2database", "shop", null, -1);
  public static final DbTarget REDIS = new DbTarget(DbKind.REDIS, "redis", "0", "localhost", 6379);
  public static final DbStatement SELECT =
      new DbStatement(
          "SELECT * FROM products WHERE id = ?", "SELECT products", "SELECT", "products");
  public static final DbStatement GET = DbStatement.command("GET");
  public static final GenAiRequest CHAT =
      GenAiRequest.of(GenAiTask.CHAT, "openai").model("gpt-4o").server("localhost", 8080).stream(
              true)
          .maxTokens(100)
          .temperature(0.5);
  public static final Server SERVER = new Server();
  public static final Client CLIENT = new Client();

  public static final HeaderSetter<Map<String, String>> HEADERS =
      new HeaderSetter<>() {
        @Override
        public void set(Map<String, String> carrier, String name, String value) {
          carrier.put(name, value);
        }

        @Override
        public void remove(Map<String, String> carrier, String name) {
          carrier.remove(name);
        }
      };

  public final MapConfig config = new MapConfig();
  public final List<FinishedSpan> spans = new ArrayList<>();
  public final TurnedClock clock = new TurnedClock();
  private @Nullable CoreTelemetry telemetry;

  public CoreTelemetry telemetry() {
    if (telemetry == null) {
      telemetry = new CoreTelemetry(config, spans::add, clock);
    }
    return telemetry;
  }

  public HttpServerOperation serve(Request request) {
    HttpServerOperation operation = telemetry().startHttpServer(SERVER, request);
    if (operation == null) {
      throw new AssertionError("the request was not watched");
    }
    return operation;
  }

  public static Map<String, Object> attributes(FinishedSpan span) {
    Map<String, Object> attributes = new TreeMap<>();
    span.forEachAttribute(
        (AttributeKey<?> key, Object value) -> attributes.put(key.getKey(), value));
    return attributes;
  }

  public MetricFamily family(String name) {
    return telemetry().metrics().collect().stream()
        .filter(family -> family.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + name));
  }

  /** Label values to the value of a counter or gauge, or the count of a histogram. */
  public Map<List<String>, Double> values(String name) {
    Map<List<String>, Double> values = new LinkedHashMap<>();
    for (MetricFamily.Point point : family(name).points()) {
      values.put(
          point.labelValues(),
          point instanceof MetricFamily.NumberPoint number
              ? number.value()
              : (double) ((MetricFamily.HistogramPoint) point).count());
    }
    return values;
  }

  public static final class TurnedClock implements NanoClock {
    public long now = -5_000_000_000L;

    /** How long who asks for the time has to wait with the answer, next time. */
    public long interruptedNanos;

    public void turn(long millis) {
      now += millis * 1_000_000L;
    }

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public long epochNanos() {
      long answer = 1_800_000_000_000_000_000L + now;
      now += interruptedNanos;
      interruptedNanos = 0;
      return answer;
    }
  }

  /** A request with headers, each of which may be there more than once. */
  public static final class Request {
    public final String method;
    public final String path;
    public @Nullable String query;
    public final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    public Request(String method, String path) {
      this.method = method;
      this.path = path;
    }

    public Request query(String text) {
      query = text;
      return this;
    }

    public Request header(String name, String value) {
      headers.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
      return this;
    }
  }

  public static final class Server implements HttpServerAdapter<Request, int[]> {
    @Override
    public String method(Request request) {
      return request.method;
    }

    @Override
    public String scheme(Request request) {
      return "http";
    }

    @Override
    public String path(Request request) {
      return request.path;
    }

    @Override
    public @Nullable String query(Request request) {
      return request.query;
    }

    @Override
    public String protocolVersion(Request request) {
      return "1.1";
    }

    @Override
    public String clientAddress(Request request) {
      return "127.0.0.1";
    }

    @Override
    public int status(int[] response) {
      return response[0];
    }

    @Override
    public boolean isCommitted(int[] response) {
      return false;
    }

    @Override
    public void setHeader(int[] response, String name, String value) {}

    @Override
    public @Nullable String get(@Nullable Request request, String key) {
      List<String> values = request == null ? null : request.headers.get(key);
      return values == null ? null : values.get(0);
    }

    @Override
    public Iterator<String> getAll(@Nullable Request request, String key) {
      return request == null
          ? List.<String>of().iterator()
          : request.headers.getOrDefault(key, List.of()).iterator();
    }
  }

  public static final class Client implements HttpClientRequest<Request> {
    @Override
    public String method(Request request) {
      return request.method;
    }

    @Override
    public String url(Request request) {
      return "https://user:pw@api.example" + request.path;
    }

    @Override
    public String host(Request request) {
      return "api.example";
    }

    @Override
    public int port(Request request) {
      return 443;
    }
  }
}

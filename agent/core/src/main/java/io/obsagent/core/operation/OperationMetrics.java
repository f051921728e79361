// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.metrics.CounterFamily;
import io.obsagent.core.metrics.HistogramFamily;
import io.obsagent.core.metrics.MetricRegistry;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.metrics.SemconvName;
import java.util.function.BiConsumer;

/**
 * The metrics of operations. Every duration is recorded once: the {@code …_total} beside a
 * histogram is its count, and the conventions' names are given at export. Attributes that the
 * conventions want but that no label has are left out: {@code url.scheme}, {@code
 * gen_ai.operation.name}, and {@code server.port} where it is the scheme's default.
 */
public final class OperationMetrics {
  /** The sources' own bounds joined with those of {@code http.server.request.duration}. */
  private static final double[] HTTP_BOUNDS = {
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.3, 0.5, 0.7, 0.75, 1, 2.5, 3, 5, 7, 7.5, 10
  };

  /** The conventions' bounds of {@code db.client.operation.duration}. */
  private static final double[] DB_BOUNDS = {0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10};

  /** The same with finer steps below, where a command's reply is usual. */
  private static final double[] REDIS_BOUNDS = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5
  };

  /** The conventions' bounds of GenAI durations. */
  private static final double[] AI_BOUNDS = {
    0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92
  };

  private static final String[] SERVED = {"method", "route", "status_code"};
  private static final String[] CALLED = {
    "method", "host", "server_port", "status_code", "error_type"
  };

  public static final MetricDefinition HTTP_SERVER =
      MetricDefinition.histogram(
              "http_request_duration_seconds", "Time to serve HTTP requests.", HTTP_BOUNDS)
          .unit("s")
          .labels(SERVED)
          .semconv(
              SemconvName.of("http.server.request.duration", "s")
                  .attribute("method", "http.request.method")
                  .attribute("route", "http.route", HttpWords.UNKNOWN_ROUTE)
                  .attribute("status_code", new StatusAttribute(500)));

  static final MetricDefinition HTTP_SERVER_COUNT =
      MetricDefinition.counter("http_requests_total", "HTTP requests served.").labels(SERVED);

  public static final MetricDefinition ACTIVE_REQUESTS =
      MetricDefinition.gauge("active_connections", "HTTP requests being served now.")
          .unit("{request}")
          .semconv(SemconvName.of("http.server.active_requests", "{request}").asUpDown());

  public static final MetricDefinition HTTP_CLIENT =
      MetricDefinition.histogram(
              "http_client_request_duration_seconds",
              "Time of outgoing HTTP requests until the response's headers are there.",
              HTTP_BOUNDS)
          .unit("s")
          .labels(CALLED)
          .semconv(
              SemconvName.of("http.client.request.duration", "s")
                  .attribute("method", "http.request.method")
                  .attribute("host", "server.address", ClientOperation.UNKNOWN_HOST)
                  .attribute("server_port", new NumberAttribute("server.port"))
                  .attribute("status_code", new NumberAttribute("http.response.status_code"))
                  .attribute("error_type", "error.type", ErrorTypes.NONE));

  static final MetricDefinition HTTP_CLIENT_COUNT =
      MetricDefinition.counter("http_client_requests_total", "Outgoing HTTP requests.")
          .labels(CALLED);

  public static final MetricDefinition DATABASE =
      MetricDefinition.histogram(
              "database_query_duration_seconds",
              "Time of database calls by statement type, first table, database and outcome.",
              DB_BOUNDS)
          .unit("s")
          .labels("query_type", "table", "system", "database", "status", "error_type")
          .semconv(
              SemconvName.of("db.client.operation.duration", "s")
                  .attribute("query_type", "db.operation.name")
                  .attribute("table", "db.collection.name", DatabaseOperation.NONE)
                  .attribute("system", "db.system.name")
                  .attribute("database", "db.namespace", DatabaseOperation.NONE)
                  .without("status")
                  .attribute("error_type", "error.type", DatabaseOperation.NONE));

  public static final MetricDefinition REDIS =
      MetricDefinition.histogram(
              "redis_command_duration_seconds",
              "Time of Redis commands by server and outcome.",
              REDIS_BOUNDS)
          .unit("s")
          .labels("command", "server", "server_port", "status", "error_type")
          .semconv(
              SemconvName.of("db.client.operation.duration", "s")
                  .attribute("command", "db.operation.name")
                  .attribute("server", "server.address", DatabaseOperation.NONE)
                  .attribute("server_port", OperationMetrics::port)
                  .without("status")
                  .attribute("error_type", "error.type", DatabaseOperation.NONE)
                  .constant("db.system.name", "redis"));

  static final MetricDefinition AI_REQUESTS =
      MetricDefinition.counter("ai_requests_total", "Calls to AI models.")
          .unit("{request}")
          .labels("model", "provider", "status");

  static final MetricDefinition AI_DURATION =
      MetricDefinition.histogram(
              "ai_request_duration_seconds",
              "Time of calls to AI models until the answer is complete.",
              AI_BOUNDS)
          .unit("s")
          .labels("model", "provider")
          .semconv(model("duration", "s"));

  public static final MetricDefinition AI_TOKENS =
      MetricDefinition.counter(
              "ai_tokens_used_total",
              "Tokens used; cache_read and cache_write are part of input, reasoning of output.")
          .unit("{token}")
          .labels("model", "provider", "token_type")
          .semconv(
              tokens("input", "input_tokens"),
              tokens("output", "output_tokens"),
              tokens("cache_read", "cache_read.input_tokens"),
              tokens("cache_write", "cache_write.input_tokens"),
              tokens("reasoning", "reasoning.output_tokens"));

  static final MetricDefinition AI_FIRST_CHUNK =
      MetricDefinition.histogram(
              "ai_time_to_first_chunk_seconds",
              "Time until the first chunk of a streamed answer.",
              AI_BOUNDS)
          .unit("s")
          .labels("model", "provider")
          .semconv(model("time_to_first_chunk", "s"));

  static final MetricDefinition AI_AGENT =
      MetricDefinition.histogram(
              "ai_agent_duration_seconds",
              "Time that agents worked, models and tools in it.",
              AI_BOUNDS)
          .unit("s")
          .labels("agent", "status")
          .semconv(work("gen_ai.invoke_agent.duration", "agent", "gen_ai.agent.name"));

  static final MetricDefinition AI_TOOL =
      MetricDefinition.histogram(
              "ai_tool_duration_seconds", "Time that tools worked for a model.", AI_BOUNDS)
          .unit("s")
          .labels("tool", "status")
          .semconv(work("gen_ai.execute_tool.duration", "tool", "gen_ai.tool.name"));

  final HistogramFamily httpServer;
  final Metrics.Gauge.Series activeConnections;
  final HistogramFamily httpClient;
  final HistogramFamily database;
  final HistogramFamily redis;
  final CounterFamily aiRequests;
  final HistogramFamily aiDuration;
  final CounterFamily aiTokens;
  final HistogramFamily aiFirstChunk;
  final HistogramFamily aiAgent;
  final HistogramFamily aiTool;

  OperationMetrics(MetricRegistry registry) {
    httpServer = registry.histogram(HTTP_SERVER);
    registry.countOf(httpServer, HTTP_SERVER_COUNT);
    activeConnections = registry.gauge(ACTIVE_REQUESTS).labels();
    httpClient = registry.histogram(HTTP_CLIENT);
    registry.countOf(httpClient, HTTP_CLIENT_COUNT);
    database = registry.histogram(DATABASE);
    redis = registry.histogram(REDIS);
    aiRequests = registry.counter(AI_REQUESTS);
    aiDuration = registry.histogram(AI_DURATION);
    aiTokens = registry.counter(AI_TOKENS);
    aiFirstChunk = registry.histogram(AI_FIRST_CHUNK);
    aiAgent = registry.histogram(AI_AGENT);
    aiTool = registry.histogram(AI_TOOL);
  }

  /** A number; the default one is not told. */
  private static void port(String label, BiConsumer<String, Object> sink) {
    if (!label.isEmpty()) {
      sink.accept("server.port", Long.valueOf(label));
    }
  }

  private static SemconvName model(String name, String unit) {
    return SemconvName.of("gen_ai.client.inference." + name, unit)
        .attribute("model", "gen_ai.request.model")
        .attribute("provider", "gen_ai.provider.name");
  }

  private static SemconvName work(String name, String label, String attribute) {
    return SemconvName.of(name, "s")
        .attribute(label, attribute, ModelOperation.UNKNOWN)
        .attribute("status", Outcome.TYPE);
  }

  /** Success is no error; which one a failure was, no label says. */
  private enum Outcome implements SemconvName.Attribute {
    TYPE;

    @Override
    public void write(String status, BiConsumer<String, Object> sink) {
      if (!status.equals(ModelOperation.SUCCESS)) {
        sink.accept("error.type", "_OTHER");
      }
    }
  }

  private static SemconvName tokens(String type, String name) {
    return model("usage." + name, "{token}")
        .constant("gen_ai.token.modality", "unknown")
        .only("token_type", type);
  }
}

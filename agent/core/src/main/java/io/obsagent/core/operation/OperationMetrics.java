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
 * conventions want but that no label has are left out: {@code url.scheme} and {@code server.port}
 * where it is the scheme's default.
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

  /** For commands that wait for others: up to as long as people let them. */
  private static final double[] WAITING_BOUNDS = {0.01, 0.1, 0.5, 1, 5, 10, 30, 60, 300};

  private static final String[] COMMAND = {
    "command", "server", "server_port", "status", "error_type"
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

  public static final MetricDefinition HTTP_SERVER_ERRORS =
      MetricDefinition.counter(
              "http_request_errors_total",
              "HTTP requests that the server failed to serve, by the class of the exception that"
                  + " ended them, or by their status where there was none.")
          .unit("{request}")
          .labels("method", "route", "error_type");

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
                  .attribute("table", "db.collection.name", DatabaseAccounts.NONE)
                  .attribute("system", "db.system.name")
                  .attribute("database", "db.namespace", DatabaseAccounts.NONE)
                  .without("status")
                  .attribute("error_type", "error.type", DatabaseAccounts.NONE));

  private static final SemconvName REDIS_CALL =
      SemconvName.of("db.client.operation.duration", "s")
          .attribute("command", "db.operation.name")
          .attribute("server", "server.address", DatabaseAccounts.NONE)
          .attribute("server_port", OperationMetrics::port)
          .without("status")
          .attribute("error_type", "error.type", DatabaseAccounts.NONE)
          .constant("db.system.name", "redis");

  public static final MetricDefinition REDIS =
      MetricDefinition.histogram(
              "redis_command_duration_seconds",
              "Time of Redis commands by server and outcome.",
              REDIS_BOUNDS)
          .unit("s")
          .labels(COMMAND)
          .semconv(REDIS_CALL);

  public static final MetricDefinition REDIS_WAITING =
      MetricDefinition.histogram(
              "redis_blocking_command_duration_seconds",
              "Time of Redis commands that wait for others, such as BLPOP, by server and outcome.",
              WAITING_BOUNDS)
          .unit("s")
          .labels(COMMAND)
          .semconv(REDIS_CALL);

  public static final MetricDefinition REDIS_HITS =
      MetricDefinition.counter(
              "redis_cache_hits_total", "Keys or fields that Redis commands found.")
          .unit("{key}")
          .labels("command", "server", "server_port");

  public static final MetricDefinition REDIS_MISSES =
      MetricDefinition.counter(
              "redis_cache_misses_total", "Keys or fields that Redis commands did not find.")
          .unit("{key}")
          .labels("command", "server", "server_port");

  public static final MetricDefinition DATABASE_FAILURES =
      MetricDefinition.counter(
              "database_failures_total",
              "Statements that a database gave up: deadlock, serialization, lock_timeout, or"
                  + " cancelled for taking too long.")
          .unit("{statement}")
          .labels("kind", "system", "database");

  public static final MetricDefinition NOT_ALLOWED =
      MetricDefinition.counter(
              "authorization_failures_total",
              "Requests that were refused: unauthenticated (401) or forbidden (403).")
          .unit("{request}")
          .labels("route", "reason");

  final HistogramFamily httpServer;
  final CounterFamily httpServerErrors;
  final CounterFamily notAllowed;
  final Metrics.Gauge.Series activeConnections;
  final HistogramFamily httpClient;
  final HistogramFamily database;
  final CounterFamily databaseFailures;
  final HistogramFamily redis;
  final HistogramFamily redisWaiting;
  final CounterFamily redisHits;
  final CounterFamily redisMisses;

  OperationMetrics(MetricRegistry registry) {
    httpServer = registry.histogram(HTTP_SERVER);
    registry.countOf(httpServer, HTTP_SERVER_COUNT);
    httpServerErrors = registry.counter(HTTP_SERVER_ERRORS);
    notAllowed = registry.counter(NOT_ALLOWED);
    activeConnections = registry.gauge(ACTIVE_REQUESTS).labels();
    httpClient = registry.histogram(HTTP_CLIENT);
    registry.countOf(httpClient, HTTP_CLIENT_COUNT);
    database = registry.histogram(DATABASE);
    databaseFailures = registry.counter(DATABASE_FAILURES);
    redis = registry.histogram(REDIS);
    redisWaiting = registry.histogram(REDIS_WAITING);
    redisHits = registry.counter(REDIS_HITS);
    redisMisses = registry.counter(REDIS_MISSES);
  }

  /** A number; the default one is not told. */
  private static void port(String label, BiConsumer<String, Object> sink) {
    if (!label.isEmpty()) {
      sink.accept("server.port", Long.valueOf(label));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.metrics.CounterFamily;
import io.obsagent.core.metrics.HistogramFamily;
import io.obsagent.core.metrics.MetricRegistry;
import io.obsagent.spi.metrics.Metrics;

/**
 * The metrics of operations. Every duration is recorded once: the {@code …_total} beside a
 * histogram is its count, and {@link io.obsagent.spi.metrics.SemconvNames} has the OpenTelemetry
 * names, which are given at export.
 */
final class OperationMetrics {
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

  final HistogramFamily httpServer;
  final Metrics.Gauge.Series activeConnections;
  final HistogramFamily httpClient;
  final HistogramFamily database;
  final HistogramFamily redis;
  final CounterFamily aiRequests;
  final HistogramFamily aiDuration;
  final CounterFamily aiTokens;
  final HistogramFamily aiFirstChunk;

  OperationMetrics(MetricRegistry registry) {
    String[] served = {"method", "route", "status_code"};
    httpServer =
        registry.histogram(
            "http_request_duration_seconds",
            "Time to serve HTTP requests.",
            "s",
            HTTP_BOUNDS,
            served);
    registry.countOf(httpServer, "http_requests_total", "HTTP requests served.");
    activeConnections =
        registry
            .gauge("active_connections", "HTTP requests being served now.", "{request}")
            .labels();
    String[] called = {"method", "host", "status_code"};
    httpClient =
        registry.histogram(
            "http_client_request_duration_seconds",
            "Time of outgoing HTTP requests until the response's headers are there.",
            "s",
            HTTP_BOUNDS,
            called);
    registry.countOf(httpClient, "http_client_requests_total", "Outgoing HTTP requests.");
    String[] queried = {"query_type", "table"};
    database =
        registry.histogram(
            "database_query_duration_seconds",
            "Time of database calls by statement type and first table.",
            "s",
            DB_BOUNDS,
            queried);
    redis =
        registry.histogram(
            "redis_command_duration_seconds",
            "Time of Redis commands.",
            "s",
            REDIS_BOUNDS,
            "command");
    aiRequests =
        registry.counter(
            "ai_requests_total", "Calls to AI models.", "{request}", "model", "provider", "status");
    aiDuration =
        registry.histogram(
            "ai_request_duration_seconds",
            "Time of calls to AI models until the answer is complete.",
            "s",
            AI_BOUNDS,
            "model",
            "provider");
    aiTokens =
        registry.counter(
            "ai_tokens_used_total",
            "Tokens used; cache_read and cache_write are part of input, reasoning of output.",
            "{token}",
            "model",
            "provider",
            "token_type");
    aiFirstChunk =
        registry.histogram(
            "ai_time_to_first_chunk_seconds",
            "Time until the first chunk of a streamed answer.",
            "s",
            AI_BOUNDS,
            "model",
            "provider");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.metrics;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the agent's metrics are called by the <a
 * href="https://opentelemetry.io/docs/specs/semconv/">OpenTelemetry semantic conventions</a>: an
 * OTLP exporter renames at export what was recorded once.
 */
public final class SemconvNames {
  /**
   * A metric by the conventions.
   *
   * @param attributes label to attribute
   * @param constants attributes that every series has besides
   */
  public record Name(
      String name, String unit, Map<String, String> attributes, Map<String, String> constants) {}

  private static final Map<String, String> MODEL =
      Map.of("model", "gen_ai.request.model", "provider", "gen_ai.provider.name");

  private static final Map<String, Name> BY_FAMILY =
      Map.of(
          "http_request_duration_seconds",
          new Name(
              "http.server.request.duration",
              "s",
              Map.of(
                  "method", "http.request.method",
                  "route", "http.route",
                  "status_code", "http.response.status_code"),
              Map.of()),
          "active_connections",
          new Name("http.server.active_requests", "{request}", Map.of(), Map.of()),
          "http_client_request_duration_seconds",
          new Name(
              "http.client.request.duration",
              "s",
              Map.of(
                  "method", "http.request.method",
                  "host", "server.address",
                  "status_code", "http.response.status_code"),
              Map.of()),
          "database_query_duration_seconds",
          new Name(
              "db.client.operation.duration",
              "s",
              Map.of("query_type", "db.operation.name", "table", "db.collection.name"),
              Map.of()),
          "redis_command_duration_seconds",
          new Name(
              "db.client.operation.duration",
              "s",
              Map.of("command", "db.operation.name"),
              Map.of("db.system.name", "redis")),
          "ai_request_duration_seconds",
          new Name("gen_ai.client.inference.duration", "s", MODEL, Map.of()),
          "ai_time_to_first_chunk_seconds",
          new Name("gen_ai.client.inference.time_to_first_chunk", "s", MODEL, Map.of()));

  private SemconvNames() {}

  /** The conventions' name for a metric of the agent; null where they have none. */
  public static @Nullable Name of(String family) {
    return BY_FAMILY.get(family);
  }
}

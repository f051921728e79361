// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.Expr;
import io.obsagent.insight.promql.PromqlException;
import io.obsagent.insight.promql.PromqlParser;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A kind of thing that the application calls, and by which metric it is found. An answer that tells
 * of a fault in the call (a violated constraint, a 404) is an answer of something healthy. For one
 * thread; one for each kind, made once.
 */
final class Dependency {
  /** Classes of SQLState (ISO 9075, PostgreSQL) that speak of the server and not of a statement. */
  private static final Set<String> SERVER_FAULTS = Set.of("08", "28", "53", "57", "58", "XX");

  /** What Redis says of itself; other words at the beginning of an error are about the command. */
  private static final Set<String> REDIS_FAULTS =
      Set.of("LOADING", "NOAUTH", "CLUSTERDOWN", "MASTERDOWN", "OOM", "MISCONF", "READONLY");

  private static final Pattern REDIS_WORD = Pattern.compile("[A-Z]+");
  private static final Pattern SQL_STATE_CLASS = Pattern.compile("[0-9A-Z]{2}");

  /** Codes of gRPC of a service that is there and refuses the call. */
  private static final Set<String> REFUSED_CALLS =
      Set.of(
          "OK",
          "CANCELLED",
          "INVALID_ARGUMENT",
          "NOT_FOUND",
          "ALREADY_EXISTS",
          "PERMISSION_DENIED",
          "FAILED_PRECONDITION",
          "ABORTED",
          "OUT_OF_RANGE",
          "UNIMPLEMENTED",
          "UNAUTHENTICATED");

  /** What can be wrong with an AI call or an MCP request and not with who answers it. */
  private static final Set<String> FAULTS_OF_CALLS =
      Set.of(
          "",
          "budget_spent",
          "cancelled",
          "content_filter",
          "invalid_request",
          "not_found",
          "tool_error");

  /** What the label says of a call that did not fail. */
  private static final String NO_ERROR = "none";

  /** A pool that gets no connection runs no statement. */
  private static final String POOL_TIMEOUTS = "database_connection_timeouts";

  private final String kind;
  private final String metric;
  private final String by;
  private @Nullable Expr latency;

  private Dependency(String kind, String metric, String by) {
    this.kind = kind;
    this.metric = metric;
    this.by = by;
  }

  static Dependency[] all() {
    return new Dependency[] {
      new Dependency("requests", "http_request_duration_seconds", "le"),
      new Dependency("database", "database_query_duration_seconds", "le, system, database"),
      new Dependency("database", POOL_TIMEOUTS, ""),
      new Dependency("redis", "redis_command_duration_seconds", "le, server, server_port"),
      new Dependency("http", "http_client_request_duration_seconds", "le, host, server_port"),
      new Dependency("rpc", "rpc_client_duration_seconds", "le, system, method"),
      new Dependency("messaging", "messaging_send_duration_seconds", "le, system"),
      new Dependency("ai", "ai_request_duration_seconds", "le, provider"),
      new Dependency("mcp", "mcp_client_operation_duration_seconds", "le, server"),
    };
  }

  /** As components tell it. */
  String kind() {
    return kind;
  }

  /**
   * Whether this is about connections that a pool did not get, of a database known by its calls.
   */
  boolean isPool() {
    return metric.equals(POOL_TIMEOUTS);
  }

  /** The metric that counts the calls. */
  String count() {
    return metric + (isPool() ? "_total" : "_count");
  }

  /** What 95 % of the calls of the last five minutes took no longer than, of each component. */
  Expr latency() {
    if (latency == null) {
      String query =
          "histogram_quantile(0.95, sum by (" + by + ") (rate(" + metric + "_bucket[5m])))";
      try {
        latency = PromqlParser.parse(query);
      } catch (PromqlException e) {
        throw new IllegalStateException(query, e);
      }
    }
    return latency;
  }

  /** The component that a series belongs to. */
  String component(Labels labels) {
    return switch (kind) {
      case "database" -> join(labels.get("system"), labels.get("database"));
      case "redis" -> "redis " + address(labels.get("server"), labels.get("server_port"));
      case "http" -> "http " + address(labels.get("host"), labels.get("server_port"));
      case "rpc" -> join(labels.get("system"), service(labels.get("method")));
      case "messaging" -> labels.get("system");
      case "ai" -> "ai " + labels.get("provider");
      case "mcp" -> join("mcp", labels.get("server"));
      default -> kind;
    };
  }

  /** Whether the calls of a series are held against the component. */
  boolean failed(Labels labels) {
    if (isPool()) {
      return true;
    }
    String told = labels.get("error_type");
    String type = told.equals(NO_ERROR) ? "" : told;
    return switch (kind) {
      case "database" ->
          !type.isEmpty()
              && (!SQL_STATE_CLASS.matcher(type).matches() || SERVER_FAULTS.contains(type));
      case "redis" ->
          !type.isEmpty() && (!REDIS_WORD.matcher(type).matches() || REDIS_FAULTS.contains(type));
      case "http" -> httpFailed(labels.get("status_code"), type);
      case "rpc" -> !REFUSED_CALLS.contains(labels.get("status_code"));
      case "messaging" -> !labels.get("outcome").equals("success");
      case "ai", "mcp" -> !FAULTS_OF_CALLS.contains(type);
      default -> labels.get("status_code").startsWith("5");
    };
  }

  private static boolean httpFailed(String status, String type) {
    boolean answered = !status.isEmpty() && Character.isDigit(status.charAt(0));
    return answered ? status.startsWith("5") : !type.equals("cancelled");
  }

  private static String join(String first, String second) {
    return second.isEmpty() ? first : first + ' ' + second;
  }

  private static String address(String host, String port) {
    return port.isEmpty() ? host : host + ':' + port;
  }

  /** {@code shop.Orders} of {@code shop.Orders/Place}. */
  private static String service(String method) {
    int slash = method.lastIndexOf('/');
    return slash < 0 ? method : method.substring(0, slash);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.query.Increase;
import io.obsagent.insight.query.Quantile;
import io.obsagent.insight.series.SeriesReader;
import io.obsagent.spi.http.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Who calls this service, and whom it calls, by the metrics of its calls: they count every call,
 * whether traced or not, and are there after a restart. Not thread-safe.
 */
final class DependencyMap {
  private static final int MOST_EDGES = 500;
  private static final double MILLIS = 1e3;
  private static final String CLIENT = "client";

  /**
   * A kind of calls.
   *
   * @param metric the histogram of their times
   * @param incoming whether they come from there
   */
  private record Calls(
      String kind,
      String metric,
      boolean incoming,
      Function<Labels, String> peer,
      Predicate<Labels> failed) {}

  private static final List<Calls> ALL =
      List.of(
          new Calls(
              CLIENT,
              "http_request_duration_seconds",
              true,
              labels -> "HTTP clients",
              labels -> labels.get("status_code").startsWith("5")),
          new Calls(
              CLIENT,
              "rpc_server_duration_seconds",
              true,
              labels -> labels.get("system") + " clients",
              labels -> !labels.get("status_code").equals("OK")),
          new Calls(
              "messaging",
              "messaging_process_duration_seconds",
              true,
              labels -> joined(labels, "system", " ", "destination"),
              labels -> !labels.get("outcome").equals("success")),
          new Calls(
              "db",
              "database_query_duration_seconds",
              false,
              labels -> joined(labels, "system", " ", "database"),
              DependencyMap::hasErrorType),
          new Calls(
              "redis",
              "redis_command_duration_seconds",
              false,
              labels -> joined(labels, "server", ":", "server_port"),
              DependencyMap::hasErrorType),
          new Calls(
              "http",
              "http_client_request_duration_seconds",
              false,
              labels -> joined(labels, "host", ":", "server_port"),
              labels -> hasErrorType(labels) || labels.get("status_code").matches("[45].*|")),
          new Calls(
              "http",
              "rpc_client_duration_seconds",
              false,
              labels -> labels.get("system") + ' ' + beforeSlash(labels.get("method")),
              labels -> !labels.get("status_code").equals("OK")),
          new Calls(
              "messaging",
              "messaging_send_duration_seconds",
              false,
              labels -> joined(labels, "system", " ", "destination"),
              labels -> !labels.get("outcome").equals("success")),
          new Calls(
              "ai",
              "ai_request_duration_seconds",
              false,
              labels -> labels.get("provider"),
              DependencyMap::hasErrorType),
          new Calls(
              "ai",
              "mcp_client_operation_duration_seconds",
              false,
              labels -> "MCP " + labels.get("server"),
              DependencyMap::hasErrorType));

  /**
   * Connections that were opened, where these are counted: they show what no instrumentation knows
   * the calls of.
   */
  private static final Calls CONNECTIONS =
      new Calls(
          "tcp",
          "tcp_connect_duration_seconds",
          false,
          labels -> joined(labels, "server_address", ":", "server_port"),
          DependencyMap::hasErrorType);

  /** What has gone over one edge. */
  private static final class Edge {
    final Calls calls;
    final String peer;
    final TreeMap<Double, Double> buckets = new TreeMap<>();
    double count;
    double errors;
    double connections;

    Edge(Calls calls, String peer) {
      this.calls = calls;
      this.peer = peer;
    }
  }

  private final Map<String, Edge> edges = new LinkedHashMap<>();
  private final String service;
  private double seconds = 1;

  private DependencyMap(String service) {
    this.service = service;
  }

  /**
   * Reads the calls of a time. Rates are of the part of it in which there were any.
   *
   * @throws io.obsagent.insight.series.SampleLimitException if there are too many
   */
  static DependencyMap of(SeriesReader store, String service, long from, long to) {
    DependencyMap map = new DependencyMap(service);
    long first = to;
    for (Calls calls : ALL) {
      Increase increase = new Increase();
      increase.read(store, calls.metric() + "_bucket", from, to);
      increase.forEach((labels, grown) -> map.add(calls, labels, grown));
      first = Math.min(first, increase.firstMillis());
    }
    Increase opened = new Increase();
    opened.read(store, CONNECTIONS.metric() + "_bucket", from, to);
    opened.forEach(map::connected);
    first = Math.min(first, opened.firstMillis());
    map.seconds = Math.max(1, (to - first) / MILLIS);
    return map;
  }

  /**
   * Belongs to the calls that have gone there, or else is all that is known of the place. Calls
   * leave out a port that is usual.
   */
  private void connected(Labels labels, double grown) {
    List<String> names = List.of(CONNECTIONS.peer().apply(labels), labels.get("server_address"));
    Edge known = null;
    for (Edge edge : edges.values()) {
      if (names.contains(edge.peer) && !edge.calls.incoming() && edge.calls != CONNECTIONS) {
        known = edge;
      }
    }
    if (known == null) {
      add(CONNECTIONS, labels, grown);
    } else if (Double.isInfinite(Double.parseDouble(labels.get("le")))) {
      known.connections += grown;
    }
  }

  private void add(Calls calls, Labels labels, double grown) {
    if (!(grown > 0)) {
      return;
    }
    String peer = calls.peer().apply(labels).strip();
    String key = calls.incoming() + id(calls, peer);
    Edge edge = edges.get(key);
    if (edge == null) {
      if (edges.size() == MOST_EDGES) {
        return;
      }
      edge = new Edge(calls, peer);
      edges.put(key, edge);
    }
    double bound = Double.parseDouble(labels.get("le"));
    edge.buckets.merge(bound, grown, Double::sum);
    if (Double.isInfinite(bound)) {
      edge.count += grown;
      edge.errors += calls.failed().test(labels) ? grown : 0;
      edge.connections += calls == CONNECTIONS ? grown : 0;
    }
  }

  void write(JsonWriter out) {
    String self = "service:" + service;
    Map<String, Edge> nodes = new LinkedHashMap<>();
    edges.values().forEach(edge -> nodes.putIfAbsent(id(edge.calls, edge.peer), edge));
    out.object().name("nodes").array();
    node(out, self, service, "service");
    nodes.forEach((id, edge) -> node(out, id, edge.peer, edge.calls.kind()));
    out.end().name("edges").array();
    for (Edge edge : edges.values()) {
      String peer = id(edge.calls, edge.peer);
      out.object().field("from", edge.calls.incoming() ? peer : self);
      out.field("to", edge.calls.incoming() ? self : peer);
      out.field("calls", Math.round(edge.count)).field("errors", Math.round(edge.errors));
      out.field("rate", edge.count / seconds);
      if (edge.connections > 0) {
        out.field("connections", Math.round(edge.connections));
      }
      double p95 = Quantile.of(0.95, edge.buckets);
      out.field("p95_ms", Math.round(p95 * MILLIS * MILLIS) / MILLIS).end();
    }
    out.end().end();
  }

  private static void node(JsonWriter out, String id, String label, String kind) {
    out.object().field("id", id).field("label", label).field("kind", kind).end();
  }

  private static String id(Calls calls, String peer) {
    return calls.kind() + ':' + peer;
  }

  private static String joined(Labels labels, String first, String between, String second) {
    String end = labels.get(second);
    return end.isEmpty() ? labels.get(first) : labels.get(first) + between + end;
  }

  private static String beforeSlash(String method) {
    int slash = method.lastIndexOf('/');
    return slash < 0 ? method : method.substring(0, slash);
  }

  private static boolean hasErrorType(Labels labels) {
    String type = labels.get("error_type");
    return !type.isEmpty() && !type.equals("none");
  }
}

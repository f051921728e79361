// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.SemconvName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code INFO} of a Redis server says, as metrics; named as the issue of the sources has it,
 * and for OTLP as the collector's receiver for Redis.
 *
 * @param values by metric
 * @param keys by number of the database
 * @param role {@code master} or {@code replica}
 * @param replicas as their master sees them
 */
record RedisInfo(
    Map<MetricDefinition, Double> values,
    Map<String, Double> keys,
    String role,
    List<Replica> replicas) {
  private static final String BYTES = "By";
  private static final int MOST_DATABASES = 64;
  private static final int MOST_REPLICAS = 64;
  private static final Pattern REPLICA = Pattern.compile("slave\\d{1,3}");

  /**
   * A replica.
   *
   * @param address host and port, as it has told its master
   * @param lagSeconds since when it has confirmed nothing; NaN where its master does not say
   * @param lagBytes what it has yet to get; NaN likewise
   */
  record Replica(String address, double lagSeconds, double lagBytes) {}

  static final MetricDefinition MEMORY_USED =
      gauge("memory_used_bytes", BYTES, "Memory that a Redis server uses.", "memory.used");
  static final MetricDefinition MEMORY_MAX =
      gauge(
          "memory_max_bytes",
          BYTES,
          "Memory that a Redis server may use; 0 is no bound.",
          "maxmemory");
  static final MetricDefinition MEMORY_RSS =
      gauge("memory_rss_bytes", BYTES, "Memory that a Redis server has of its host.", "memory.rss");
  static final MetricDefinition MEMORY_PEAK =
      gauge(
          "memory_peak_bytes",
          BYTES,
          "The most memory that a Redis server has used.",
          "memory.peak");
  static final MetricDefinition FRAGMENTATION =
      gauge(
          "memory_fragmentation_ratio",
          "1",
          "Memory of the host by memory in use.",
          "memory.fragmentation_ratio");
  static final MetricDefinition CLIENTS =
      gauge("clients_connected", "{client}", "Clients of a Redis server.", "clients.connected");
  static final MetricDefinition BLOCKED =
      gauge("clients_blocked", "{client}", "Clients that wait in a command.", "clients.blocked");
  static final MetricDefinition UPTIME =
      gauge("uptime_seconds", "s", "How long a Redis server has run.", "uptime");
  static final MetricDefinition HITS =
      counter("keyspace_hits_total", "{hit}", "Keys that all clients found.", "keyspace.hits");
  static final MetricDefinition MISSES =
      counter(
          "keyspace_misses_total",
          "{miss}",
          "Keys that all clients did not find.",
          "keyspace.misses");
  static final MetricDefinition EVICTED =
      counter("keys_evicted_total", "{key}", "Keys that went for want of memory.", "keys.evicted");
  static final MetricDefinition EXPIRED =
      counter("keys_expired_total", "{key}", "Keys whose time was over.", "keys.expired");
  static final MetricDefinition PROCESSED =
      counter(
          "commands_processed_total",
          "{command}",
          "Commands of all clients.",
          "commands.processed");
  static final MetricDefinition REJECTED =
      counter(
          "connections_rejected_total",
          "{connection}",
          "Connections beyond what a Redis server allows.",
          "connections.rejected");

  static final MetricDefinition KEYS =
      MetricDefinition.gauge("redis_db_keys", "Keys of a database of a Redis server.")
          .unit("{key}")
          .labels("server", "server_port", "db")
          .semconv(server("redis.db.keys", "{key}").attribute("db", "db"));

  static final MetricDefinition ROLE =
      MetricDefinition.gauge("redis_role", "1 for what a Redis server is: master or replica.")
          .labels("server", "server_port", "role")
          .semconv(server("redis.role", "{role}").attribute("role", "role"));

  static final MetricDefinition LAG =
      replication(
          "lag_seconds", "s", "Since when a replica has confirmed nothing to its master.", "lag");
  static final MetricDefinition LAG_BYTES =
      replication(
          "lag_bytes", BYTES, "How much a replica has yet to get of its master.", "lag_bytes");

  static final MetricDefinition REPLICAS =
      gauge("replicas_connected", "{replica}", "Replicas of a server.", "slaves.connected");
  static final MetricDefinition LINK_AGE =
      gauge(
          "replication_last_contact_seconds",
          "s",
          "Since when a replica has heard nothing from its master.",
          "replication.last_contact");

  /** In the order in which they are told; by the name that INFO has for it. */
  static final Map<String, MetricDefinition> BY_FIELD = byField();

  private static Map<String, MetricDefinition> byField() {
    Map<String, MetricDefinition> fields = new LinkedHashMap<>();
    fields.put("used_memory", MEMORY_USED);
    fields.put("maxmemory", MEMORY_MAX);
    fields.put("used_memory_rss", MEMORY_RSS);
    fields.put("used_memory_peak", MEMORY_PEAK);
    fields.put("mem_fragmentation_ratio", FRAGMENTATION);
    fields.put("connected_clients", CLIENTS);
    fields.put("blocked_clients", BLOCKED);
    fields.put("uptime_in_seconds", UPTIME);
    fields.put("keyspace_hits", HITS);
    fields.put("keyspace_misses", MISSES);
    fields.put("evicted_keys", EVICTED);
    fields.put("expired_keys", EXPIRED);
    fields.put("total_commands_processed", PROCESSED);
    fields.put("rejected_connections", REJECTED);
    fields.put("connected_slaves", REPLICAS);
    fields.put("master_last_io_seconds_ago", LINK_AGE);
    return fields;
  }

  /** Reads sections of INFO; what is no number, or not known here, is left out. */
  static RedisInfo parse(List<String> sections) {
    Map<MetricDefinition, Double> values = new HashMap<>();
    Map<String, Double> keys = new LinkedHashMap<>();
    String role = "";
    List<Map<String, String>> replicas = new ArrayList<>();
    double offset = Double.NaN;
    for (String section : sections) {
      for (String line : section.split("\r?\n")) {
        int colon = line.indexOf(':');
        if (colon <= 0) {
          continue;
        }
        String field = line.substring(0, colon);
        String value = line.substring(colon + 1).strip();
        MetricDefinition metric = BY_FIELD.get(field);
        if (metric != null) {
          putNumber(values, metric, value);
        } else if (field.matches("db\\d{1,5}") && keys.size() < MOST_DATABASES) {
          String count = value.replaceFirst("^keys=(\\d+),.*$", "$1");
          putNumber(keys, field.substring(2), count);
        } else if (field.equals("role")) {
          role = value.equals("master") ? "master" : "replica";
        } else if (field.equals("master_repl_offset")) {
          offset = number(value);
        } else if (REPLICA.matcher(field).matches() && replicas.size() < MOST_REPLICAS) {
          replicas.add(parts(value));
        }
      }
    }
    return new RedisInfo(values, keys, role, replicas(replicas, offset));
  }

  /** {@code ip=127.0.0.1,port=6380,state=online,offset=98,lag=0}. */
  private static Map<String, String> parts(String line) {
    Map<String, String> parts = new HashMap<>();
    for (String part : line.split(",")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(part.substring(0, equals), part.substring(equals + 1));
      }
    }
    return parts;
  }

  private static List<Replica> replicas(List<Map<String, String>> told, double offset) {
    List<Replica> replicas = new ArrayList<>();
    for (Map<String, String> each : told) {
      String host = each.get("ip");
      String port = each.get("port");
      if (host != null && port != null) {
        double behind = offset - number(each.get("offset"));
        replicas.add(new Replica(host + ':' + port, number(each.get("lag")), Math.max(0, behind)));
      }
    }
    return List.copyOf(replicas);
  }

  /** NaN where it is none. */
  private static double number(@Nullable String text) {
    try {
      double number = text == null ? Double.NaN : Double.parseDouble(text);
      return number >= 0 && number <= Double.MAX_VALUE ? number : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static <K> void putNumber(Map<K, Double> values, K key, String text) {
    double number = number(text);
    if (!Double.isNaN(number)) {
      values.put(key, number);
    }
  }

  private static MetricDefinition replication(
      String name, String unit, String help, String semconv) {
    return MetricDefinition.gauge("redis_replication_" + name, help)
        .unit(unit)
        .labels("server", "server_port", "replica")
        .semconv(server("redis.replication." + semconv, unit).attribute("replica", "replica"));
  }

  private static MetricDefinition gauge(String name, String unit, String help, String semconv) {
    return MetricDefinition.gauge("redis_" + name, help)
        .unit(unit)
        .labels("server", "server_port")
        .semconv(server("redis." + semconv, unit));
  }

  private static MetricDefinition counter(String name, String unit, String help, String semconv) {
    return MetricDefinition.counter("redis_" + name, help)
        .unit(unit)
        .labels("server", "server_port")
        .semconv(server("redis." + semconv, unit));
  }

  private static SemconvName server(String name, String unit) {
    return SemconvName.of(name, unit)
        .attribute("server", "server.address")
        .attribute("server_port", RedisInfo::port);
  }

  private static void port(String label, BiConsumer<String, Object> sink) {
    if (!label.isEmpty()) {
      sink.accept("server.port", Long.valueOf(label));
    }
  }
}

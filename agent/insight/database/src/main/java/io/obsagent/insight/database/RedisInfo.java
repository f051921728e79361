// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.SemconvName;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What {@code INFO} of a Redis server says, as metrics; named as the issue of the sources has it,
 * and for OTLP as the collector's receiver for Redis.
 *
 * @param values by metric
 * @param keys by number of the database
 * @param role {@code master} or {@code slave}
 */
record RedisInfo(Map<MetricDefinition, Double> values, Map<String, Double> keys, String role) {
  private static final String BYTES = "By";
  private static final int MOST_DATABASES = 64;

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
    return fields;
  }

  /** Reads sections of INFO; what is no number, or not known here, is left out. */
  static RedisInfo parse(List<String> sections) {
    Map<MetricDefinition, Double> values = new HashMap<>();
    Map<String, Double> keys = new LinkedHashMap<>();
    String role = "";
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
        }
      }
    }
    return new RedisInfo(values, keys, role);
  }

  private static <K> void putNumber(Map<K, Double> values, K key, String text) {
    try {
      double number = Double.parseDouble(text);
      if (number >= 0 && number <= Double.MAX_VALUE) {
        values.put(key, number);
      }
    } catch (NumberFormatException e) {
      values.remove(key);
    }
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

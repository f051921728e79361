// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.metrics;

import io.obsagent.spi.metrics.SemconvName.Attribute;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the agent's metrics are called by the <a
 * href="https://opentelemetry.io/docs/specs/semconv/">OpenTelemetry semantic conventions</a>: an
 * OTLP exporter renames at export what was recorded once.
 *
 * <p>Attributes that the conventions want but that no label has are left out: {@code url.scheme},
 * {@code server.port}, {@code gen_ai.operation.name}.
 */
public final class SemconvNames {
  private static final String TOKENS = "ai_tokens_used_total";

  /** Of these the total began with the host or the container, not with this process. */
  private static final Set<String> OLDER_THAN_PROCESS =
      Set.of(
          "disk_reads_total",
          "disk_writes_total",
          "network_bytes_received_total",
          "network_bytes_sent_total");

  private static final String ERROR_TYPE = "error.type";
  private static final Map<String, String> NONE = Map.of();

  private static final Map<String, Attribute> MODEL =
      Map.of("model", text("gen_ai.request.model"), "provider", text("gen_ai.provider.name"));

  private static final Map<String, Attribute> POOL = Map.of("pool", SemconvNames::memoryPool);
  private static final Map<String, Attribute> BUFFERS =
      Map.of("pool", text("jvm.buffer.pool.name"));

  private static final Map<String, Attribute> CONNECTIONS =
      Map.of("pool", text("db.client.connection.pool.name"));

  private static final Map<String, SemconvName> BY_FAMILY = new HashMap<>();
  private static final Map<String, SemconvName> BY_TOKEN_TYPE = new HashMap<>();

  static {
    http();
    databases();
    models();
    memory();
    machine();
  }

  private SemconvNames() {}

  /**
   * The conventions' name for one series of a metric of the agent; null where they have none. Only
   * the series of {@code ai_tokens_used_total} have several.
   */
  public static @Nullable SemconvName of(MetricFamily family, List<String> labelValues) {
    if (family.name().equals(TOKENS)) {
      int type = family.labelNames().indexOf("token_type");
      return type < 0 ? null : BY_TOKEN_TYPE.get(labelValues.get(type));
    }
    return BY_FAMILY.get(family.name());
  }

  /** Whether a counter's total may be older than this process. */
  public static boolean isOlderThanProcess(String family) {
    return OLDER_THAN_PROCESS.contains(family);
  }

  private static void http() {
    add(
        "http_request_duration_seconds",
        new SemconvName(
            "http.server.request.duration",
            "s",
            false,
            Map.of(
                "method", text("http.request.method"),
                "route", known("http.route", "unknown"),
                "status_code", (value, sink) -> status(value, 500, sink)),
            NONE));
    add(
        "http_client_request_duration_seconds",
        new SemconvName(
            "http.client.request.duration",
            "s",
            false,
            Map.of(
                "method", text("http.request.method"),
                "host", known("server.address", "unknown"),
                "status_code", (value, sink) -> status(value, 400, sink)),
            NONE));
    upDown("active_connections", "http.server.active_requests", "{request}", Map.of());
  }

  private static void databases() {
    add(
        "database_query_duration_seconds",
        new SemconvName(
            "db.client.operation.duration",
            "s",
            false,
            Map.of(
                "query_type", text("db.operation.name"),
                "table", known("db.collection.name", "none")),
            // Required; this is the conventions' word for a system that is not known.
            Map.of("db.system.name", "other_sql")));
    add(
        "redis_command_duration_seconds",
        new SemconvName(
            "db.client.operation.duration",
            "s",
            false,
            Map.of("command", text("db.operation.name")),
            Map.of("db.system.name", "redis")));
    connections("active", "used");
    connections("idle", "idle");
    String unit = "{connection}";
    upDown("database_connections_max", "db.client.connection.max", unit, CONNECTIONS);
    upDown(
        "database_connections_pending",
        "db.client.connection.pending_requests",
        "{request}",
        CONNECTIONS);
  }

  private static void connections(String family, String state) {
    add(
        "database_connections_" + family,
        new SemconvName(
            "db.client.connection.count",
            "{connection}",
            true,
            CONNECTIONS,
            Map.of("db.client.connection.state", state)));
  }

  private static void models() {
    String prefix = "gen_ai.client.inference.";
    add(
        "ai_request_duration_seconds",
        new SemconvName(prefix + "duration", "s", false, MODEL, NONE));
    add(
        "ai_time_to_first_chunk_seconds",
        new SemconvName(prefix + "time_to_first_chunk", "s", false, MODEL, NONE));
    tokens("input", "input_tokens");
    tokens("output", "output_tokens");
    tokens("cache_read", "cache_read.input_tokens");
    tokens("cache_write", "cache_write.input_tokens");
    tokens("reasoning", "reasoning.output_tokens");
  }

  private static void tokens(String type, String name) {
    Map<String, Attribute> attributes = new HashMap<>(MODEL);
    attributes.put("token_type", (value, sink) -> {});
    BY_TOKEN_TYPE.put(
        type,
        new SemconvName(
            "gen_ai.client.inference.usage." + name,
            "{token}",
            false,
            Map.copyOf(attributes),
            Map.of("gen_ai.token.modality", "unknown")));
  }

  private static void memory() {
    upDown("jvm_memory_pool_used_bytes", "jvm.memory.used", "By", POOL);
    upDown("jvm_memory_pool_committed_bytes", "jvm.memory.committed", "By", POOL);
    upDown("jvm_memory_pool_max_bytes", "jvm.memory.limit", "By", POOL);
    upDown("jvm_memory_pool_collection_used_bytes", "jvm.memory.used_after_last_gc", "By", POOL);
    upDown("jvm_buffer_pool_used_bytes", "jvm.buffer.memory.used", "By", BUFFERS);
    upDown("jvm_buffer_pool_capacity_bytes", "jvm.buffer.memory.limit", "By", BUFFERS);
    upDown("jvm_buffer_pool_used_buffers", "jvm.buffer.count", "{buffer}", BUFFERS);
    add(
        "jvm_gc_collection_seconds",
        new SemconvName("jvm.gc.duration", "s", false, Map.of("gc", text("jvm.gc.name")), NONE));
    upDown("process_resident_memory_bytes", "process.memory.usage", "By", Map.of());
    upDown("process_virtual_memory_bytes", "process.memory.virtual", "By", Map.of());
  }

  private static void machine() {
    Attribute state =
        (value, sink) -> sink.accept("jvm.thread.state", value.toLowerCase(Locale.ROOT));
    upDown("jvm_threads_state", "jvm.thread.count", "{thread}", Map.of("state", state));
    upDown("jvm_classes_currently_loaded", "jvm.class.count", "{class}", Map.of());
    asRecorded("jvm_classes_loaded_total", "jvm.class.loaded", "{class}");
    asRecorded("jvm_classes_unloaded_total", "jvm.class.unloaded", "{class}");
    asRecorded("process_cpu_seconds_total", "jvm.cpu.time", "s");
    asRecorded("cpu_load_average", "jvm.system.cpu.load_1m", "{run_queue_item}");
    String descriptors = "{file_descriptor}";
    upDown("process_open_fds", "jvm.file_descriptor.count", descriptors, Map.of());
    upDown("process_max_fds", "jvm.file_descriptor.limit", descriptors, Map.of());
  }

  private static void upDown(
      String family, String name, String unit, Map<String, Attribute> attributes) {
    add(family, new SemconvName(name, unit, true, attributes, NONE));
  }

  private static void asRecorded(String family, String name, String unit) {
    add(family, new SemconvName(name, unit, false, Map.of(), NONE));
  }

  private static void add(String family, SemconvName name) {
    BY_FAMILY.put(family, name);
  }

  private static Attribute text(String attribute) {
    return (value, sink) -> sink.accept(attribute, value);
  }

  /** Left out where the label's value says that there is none. */
  private static Attribute known(String attribute, String absent) {
    return (value, sink) -> {
      if (!value.equals(absent)) {
        sink.accept(attribute, value);
      }
    };
  }

  /** A status that is an error is its own type; what came to no status has none that is known. */
  private static void status(String value, int firstError, BiConsumer<String, Object> sink) {
    if (value.length() == 3 && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      long code = Long.parseLong(value);
      sink.accept("http.response.status_code", code);
      if (code >= firstError) {
        sink.accept(ERROR_TYPE, value);
      }
    } else {
      sink.accept(ERROR_TYPE, "_OTHER");
    }
  }

  private static void memoryPool(String value, BiConsumer<String, Object> sink) {
    sink.accept("jvm.memory.pool.name", value);
    String type = MemoryTypes.BY_POOL.get(value);
    if (type != null) {
      sink.accept("jvm.memory.type", type);
    }
  }

  /** Asked of the JVM when the first pool is named: pools do not change while it runs. */
  private static final class MemoryTypes {
    static final Map<String, String> BY_POOL = new HashMap<>();

    static {
      for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
        BY_POOL.put(pool.getName(), pool.getType() == MemoryType.HEAP ? "heap" : "non_heap");
      }
    }
  }
}

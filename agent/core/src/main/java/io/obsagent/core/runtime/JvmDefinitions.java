// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.runtime;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.SemconvName;
import java.util.Locale;
import java.util.function.BiConsumer;

/** The metrics of {@link JvmMetrics}. */
final class JvmDefinitions {
  static final MetricDefinition INFO =
      MetricDefinition.gauge("jvm_runtime_info", "JVM runtime.")
          .labels("version", "vendor", "runtime");

  static final MetricDefinition COMPILATION =
      MetricDefinition.counter("jvm_compilation_time_seconds_total", "Time spent compiling.")
          .unit("s");

  static final MetricDefinition MEMORY_USED =
      MetricDefinition.gauge("jvm_memory_used_bytes", "Memory in use.").unit("By").labels("area");

  static final MetricDefinition MEMORY_COMMITTED =
      MetricDefinition.gauge("jvm_memory_committed_bytes", "Memory that the JVM holds.")
          .unit("By")
          .labels("area");

  static final MetricDefinition MEMORY_MAX =
      MetricDefinition.gauge("jvm_memory_max_bytes", "Memory that the JVM may hold.")
          .unit("By")
          .labels("area");

  static final MetricDefinition MEMORY_INIT =
      MetricDefinition.gauge("jvm_memory_init_bytes", "Memory that the JVM began with.")
          .unit("By")
          .labels("area");

  static final MetricDefinition POOL_USED =
      MetricDefinition.gauge("jvm_memory_pool_used_bytes", "Memory in use in a pool.")
          .unit("By")
          .labels("pool")
          .semconv(
              SemconvName.of("jvm.memory.used", "By")
                  .attribute("pool", MemoryPoolAttribute.INSTANCE)
                  .asUpDown());

  static final MetricDefinition POOL_COMMITTED =
      MetricDefinition.gauge("jvm_memory_pool_committed_bytes", "Memory that a pool holds.")
          .unit("By")
          .labels("pool")
          .semconv(
              SemconvName.of("jvm.memory.committed", "By")
                  .attribute("pool", MemoryPoolAttribute.INSTANCE)
                  .asUpDown());

  static final MetricDefinition POOL_MAX =
      MetricDefinition.gauge("jvm_memory_pool_max_bytes", "Memory that a pool may hold.")
          .unit("By")
          .labels("pool")
          .semconv(
              SemconvName.of("jvm.memory.limit", "By")
                  .attribute("pool", MemoryPoolAttribute.INSTANCE)
                  .asUpDown());

  static final MetricDefinition POOL_COLLECTION_USED =
      MetricDefinition.gauge(
              "jvm_memory_pool_collection_used_bytes",
              "Memory in use in a pool after its last collection.")
          .unit("By")
          .labels("pool")
          .semconv(
              SemconvName.of("jvm.memory.used_after_last_gc", "By")
                  .attribute("pool", MemoryPoolAttribute.INSTANCE)
                  .asUpDown());

  static final MetricDefinition ALLOCATED =
      MetricDefinition.counter(
              "jvm_memory_allocated_bytes_total", "Bytes that live threads have allocated.")
          .unit("By");

  /** A count and a sum without buckets: what the client library calls a summary. */
  static final MetricDefinition COLLECTIONS =
      MetricDefinition.histogram("jvm_gc_collection_seconds", "Time spent collecting.")
          .unit("s")
          .labels("gc")
          .semconv(SemconvName.of("jvm.gc.duration", "s").attribute("gc", "jvm.gc.name"));

  static final MetricDefinition BUFFERS_USED =
      MetricDefinition.gauge(
              "jvm_buffer_pool_used_bytes", "Memory in use by direct and mapped buffers.")
          .unit("By")
          .labels("pool")
          .semconv(
              SemconvName.of("jvm.buffer.memory.used", "By")
                  .attribute("pool", "jvm.buffer.pool.name")
                  .asUpDown());

  static final MetricDefinition BUFFERS_CAPACITY =
      MetricDefinition.gauge(
              "jvm_buffer_pool_capacity_bytes", "Capacity of direct and mapped buffers.")
          .unit("By")
          .labels("pool")
          .semconv(
              SemconvName.of("jvm.buffer.memory.limit", "By")
                  .attribute("pool", "jvm.buffer.pool.name")
                  .asUpDown());

  static final MetricDefinition BUFFERS =
      MetricDefinition.gauge("jvm_buffer_pool_used_buffers", "Direct and mapped buffers.")
          .labels("pool")
          .semconv(
              SemconvName.of("jvm.buffer.count", "{buffer}")
                  .attribute("pool", "jvm.buffer.pool.name")
                  .asUpDown());

  static final MetricDefinition THREADS =
      MetricDefinition.gauge("jvm_threads_current", "Live threads.");

  static final MetricDefinition THREADS_DAEMON =
      MetricDefinition.gauge("jvm_threads_daemon", "Live daemon threads.");

  static final MetricDefinition THREADS_PEAK =
      MetricDefinition.gauge("jvm_threads_peak", "Most live threads so far.");

  static final MetricDefinition THREADS_STARTED =
      MetricDefinition.counter("jvm_threads_started_total", "Threads started.");

  static final MetricDefinition THREADS_STATE =
      MetricDefinition.gauge("jvm_threads_state", "Live threads by state.")
          .labels("state")
          .semconv(
              SemconvName.of("jvm.thread.count", "{thread}")
                  .attribute("state", JvmDefinitions::threadState)
                  .asUpDown());

  static final MetricDefinition CLASSES =
      MetricDefinition.gauge("jvm_classes_currently_loaded", "Loaded classes.")
          .semconv(SemconvName.of("jvm.class.count", "{class}").asUpDown());

  static final MetricDefinition CLASSES_LOADED =
      MetricDefinition.counter("jvm_classes_loaded_total", "Classes loaded.")
          .semconv(SemconvName.of("jvm.class.loaded", "{class}"));

  static final MetricDefinition CLASSES_UNLOADED =
      MetricDefinition.counter("jvm_classes_unloaded_total", "Classes unloaded.")
          .semconv(SemconvName.of("jvm.class.unloaded", "{class}"));

  private JvmDefinitions() {}

  private static void threadState(String value, BiConsumer<String, Object> sink) {
    sink.accept("jvm.thread.state", value.toLowerCase(Locale.ROOT));
  }
}

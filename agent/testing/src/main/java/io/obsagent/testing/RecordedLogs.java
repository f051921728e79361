// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the instrumentations in this JVM have told of logging, and the levels that they can change.
 * Records are made on the thread that logs: what has been logged is there.
 */
public final class RecordedLogs {
  private RecordedLogs() {}

  /** Forgets all records so far, and wants records again. */
  public static void clear() {
    wanted(true);
    queue().clear();
  }

  /** Whether records are wanted, or events are only counted. */
  public static void wanted(boolean wanted) {
    ((AtomicBoolean) Recorded.property("obs.testing.logs.wanted")).set(wanted);
  }

  /** The records of one logger so far, in the order in which they came. */
  public static List<RecordedLog> of(String logger) {
    return queue().stream()
        .map(RecordedLog::of)
        .filter(log -> log.logger().equals(logger))
        .toList();
  }

  /** How many events of a framework have been counted. */
  @SuppressWarnings("unchecked")
  public static long count(String framework) {
    return ((Function<String, Long>) Recorded.property("obs.testing.logs.counts")).apply(framework);
  }

  /** The loggers of a framework: level, or null if it inherits, and effective level. */
  @SuppressWarnings("unchecked")
  public static Map<String, @Nullable String[]> levels(String framework) {
    return ((Function<String, Map<String, @Nullable String[]>>)
            Recorded.property("obs.testing.logs.levels"))
        .apply(framework);
  }

  /**
   * Sets a level as the agent does.
   *
   * @param level null to inherit
   */
  @SuppressWarnings("unchecked")
  public static void setLevel(String framework, String logger, @Nullable String level) {
    ((BiConsumer<String, @Nullable String[]>) Recorded.property("obs.testing.logs.setlevel"))
        .accept(framework, new @Nullable String[] {logger, level});
  }

  @SuppressWarnings("unchecked")
  private static Queue<Map<String, Object>> queue() {
    return (Queue<Map<String, Object>>) Recorded.property("obs.testing.logs");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.opentelemetry.api.trace.SpanContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Work that needs no type of its own: a method, a job, a look into a cache. What is known only
 * later goes on its {@link #span}.
 */
public interface WorkOperation extends Operation {
  /** A child of what is current; null where its kind is suppressed. */
  static @Nullable WorkOperation start(Work work) {
    return Telemetry.provider().startWork(work, false, List.of());
  }

  /**
   * A child of what is current, with links.
   *
   * @param links spans of other traces that led to this one; at most 32 are kept
   */
  static @Nullable WorkOperation start(Work work, List<SpanContext> links) {
    return Telemetry.provider().startWork(work, false, links);
  }

  /** A trace of its own, whatever is current: work that nobody waits for. */
  static @Nullable WorkOperation startRoot(Work work, List<SpanContext> links) {
    return Telemetry.provider().startWork(work, true, links);
  }

  /**
   * Says before the end that the work failed without throwing.
   *
   * @param errorType of low cardinality
   */
  void failed(String errorType);
}

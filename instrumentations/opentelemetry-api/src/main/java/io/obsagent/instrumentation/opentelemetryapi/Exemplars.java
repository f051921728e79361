// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import io.obsagent.spi.metrics.MetricFamily.Exemplar;
import io.obsagent.spi.telemetry.ApplicationSpan;
import io.obsagent.spi.telemetry.ApplicationTracing;
import io.opentelemetry.context.Context;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** For each bucket of a series the last span that recorded into it, once a second at most. */
final class Exemplars {
  private static final long PAUSE_MILLIS = 1_000;

  private final AtomicReferenceArray<@Nullable Exemplar> last;

  /**
   * @param buckets one for what has none
   */
  Exemplars(int buckets) {
    this.last = new AtomicReferenceArray<>(buckets);
  }

  /**
   * A value that was recorded in a span, if there is one that is kept.
   *
   * @param context of the application's; null for the current one
   */
  void offer(int bucket, double value, @Nullable Context context) {
    long now = System.currentTimeMillis();
    Exemplar known = last.get(bucket);
    if (known != null && now - known.epochMillis() < PAUSE_MILLIS && now >= known.epochMillis()) {
      return;
    }
    ApplicationTracing tracing = ApplicationTracing.get();
    Object agents = context == null ? tracing.current() : BridgedContext.of(context).agents;
    ApplicationSpan span = tracing.span(agents);
    if (span != null && span.isSampled()) {
      last.set(bucket, new Exemplar(span.traceId(), span.spanId(), value, now));
    }
  }

  @Nullable Exemplar of(int bucket) {
    return last.get(bucket);
  }

  /** Of all buckets. */
  @Nullable Exemplar[] all() {
    Exemplar[] all = new Exemplar[last.length()];
    for (int i = 0; i < all.length; i++) {
      all[i] = last.get(i);
    }
    return all;
  }
}

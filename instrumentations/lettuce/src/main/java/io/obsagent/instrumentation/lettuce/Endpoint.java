// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.lettuce;

import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.RedisKeyList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What is known of a connection. Thread-safe. */
final class Endpoint {
  private static final DbTarget UNKNOWN = DbTarget.redis(null, -1);

  /** Where it leads, or has led last. */
  volatile DbTarget target = UNKNOWN;

  /** Whether Lettuce has made it for itself. */
  volatile boolean own;

  /** Whether commands wait until the application flushes them. */
  volatile boolean held;

  /** Of what is queued in a transaction. */
  final @Nullable RedisKeyList queued = RedisKeyList.ifWanted();

  private final AtomicReference<Pipeline> waiting = new AtomicReference<>();

  /** The pipeline that will be flushed next. */
  Pipeline pipeline() {
    Pipeline known = waiting.get();
    while (known == null) {
      Pipeline made = new Pipeline(target);
      known = waiting.compareAndSet(null, made) ? made : waiting.get();
    }
    return known;
  }

  void flush() {
    Pipeline flushed = waiting.get() == null ? null : waiting.getAndSet(null);
    if (flushed != null) {
      flushed.start();
    }
  }
}

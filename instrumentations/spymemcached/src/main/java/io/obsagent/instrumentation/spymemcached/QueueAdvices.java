// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.spymemcached;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import java.util.Map;
import net.spy.memcached.ops.Operation;
import net.spy.memcached.ops.OperationCallback;
import org.jspecify.annotations.Nullable;

/** Advice for the queue of operations, and for their ends. */
final class QueueAdvices {
  private QueueAdvices() {}

  /** Advice for {@code enqueueOperation}. */
  static final class Enqueue {
    private Enqueue() {}

    @OnEnter
    static @Nullable Pending enter(@Argument(1) @Nullable Operation operation) {
      return operation == null ? null : Pending.start(operation, 1);
    }

    @OnExit
    static void exit(@Token @Nullable Pending pending, @Thrown @Nullable Throwable thrown) {
      if (pending != null && thrown != null) {
        pending.end(thrown);
      }
    }
  }

  /** Advice for {@code addOperations}: one look-up of many keys, in parts for each node. */
  static final class EnqueueAll {
    private EnqueueAll() {}

    @OnEnter
    static @Nullable Pending enter(@Argument(0) @Nullable Map<?, Operation> operations) {
      return operations == null || operations.isEmpty()
          ? null
          : Pending.start(operations.values().iterator().next(), operations.size());
    }

    @OnExit
    static void exit(@Token @Nullable Pending pending, @Thrown @Nullable Throwable thrown) {
      if (pending != null && thrown != null) {
        pending.end(thrown);
      }
    }
  }

  /** Advice for {@code complete} of callbacks. */
  static final class Complete {
    private Complete() {}

    @OnEnter
    static void enter(@This OperationCallback callback) {
      Pending.complete(callback);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.spymemcached;

import io.obsagent.spi.telemetry.DbKind;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbOperation.Failure;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.WeakMap;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import net.spy.memcached.MemcachedNode;
import net.spy.memcached.ops.ConcatenationOperation;
import net.spy.memcached.ops.MutatorOperation;
import net.spy.memcached.ops.Operation;
import net.spy.memcached.ops.OperationCallback;
import net.spy.memcached.ops.OperationException;
import net.spy.memcached.ops.StoreOperation;
import org.jspecify.annotations.Nullable;

/** An operation under way, in one part or several that share a callback. Thread-safe. */
final class Pending {
  private static final WeakMap<OperationCallback, Pending> BY_CALLBACK = new WeakMap<>();
  private static final String TIMED_OUT = "TIMED_OUT";
  private static final DbTarget UNKNOWN = target(null, -1);

  /** What an operation does, where its class says it. */
  private static final ClassValue<String> COMMANDS =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          String name = type.getSimpleName().replace("OperationImpl", "").replace("Impl", "");
          return switch (name) {
            case "GetAndTouch" -> "gat";
            case "MultiGet", "OptimizedGet" -> "get";
            default -> name.toLowerCase(Locale.ROOT);
          };
        }
      };

  private final DbOperation operation;

  /** It refers to the callback, which this is kept by. */
  private final WeakReference<Operation> sent;

  private final AtomicInteger parts;

  private Pending(DbOperation operation, Operation sent, int parts) {
    this.operation = operation;
    this.sent = new WeakReference<>(sent);
    this.parts = new AtomicInteger(parts);
  }

  /** Null inside another call of a database, and of what tells nobody its end. */
  static @Nullable Pending start(Operation sent, int parts) {
    OperationCallback callback = sent.getCallback();
    if (callback == null) {
      return null;
    }
    DbOperation operation = DbOperation.start(UNKNOWN, DbStatement.of(command(sent), null));
    if (operation == null) {
      return null;
    }
    Pending pending = new Pending(operation, sent, parts);
    BY_CALLBACK.put(callback, pending);
    return pending;
  }

  private static String command(Operation sent) {
    if (sent instanceof StoreOperation store) {
      return store.getStoreType().name();
    }
    if (sent instanceof ConcatenationOperation concatenation) {
      return concatenation.getStoreType().name();
    }
    if (sent instanceof MutatorOperation mutator) {
      return mutator.getType().name();
    }
    return COMMANDS.get(sent.getClass());
  }

  static void complete(OperationCallback callback) {
    Pending pending = BY_CALLBACK.get(callback);
    if (pending != null && pending.parts.decrementAndGet() == 0) {
      BY_CALLBACK.remove(callback);
      pending.answered();
    }
  }

  private void answered() {
    Operation done = sent.get();
    if (done != null) {
      found(done);
    }
    operation.end(null);
  }

  /** What a server says of an error may quote the request. */
  private void found(Operation done) {
    MemcachedNode node = done.getHandlingNode();
    if (node != null && node.getSocketAddress() instanceof InetSocketAddress address) {
      operation.target(target(address.getHostString(), address.getPort()));
    }
    OperationException error = done.getException();
    if (error != null) {
      operation.responseStatus(error.getType() == null ? "GENERAL" : error.getType().name());
    } else if (done.isTimedOut()) {
      operation.responseStatus(TIMED_OUT);
      operation.failure(Failure.CANCELLED);
    }
  }

  void end(Throwable thrown) {
    operation.end(thrown);
  }

  private static DbTarget target(@Nullable String host, int port) {
    return new DbTarget(DbKind.OTHER, "memcached", null, host, port);
  }
}

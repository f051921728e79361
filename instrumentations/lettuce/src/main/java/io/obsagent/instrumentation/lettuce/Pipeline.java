// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.lettuce;

import io.lettuce.core.output.CommandOutput;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.RedisCommands;
import io.obsagent.spi.telemetry.RedisKeyList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Commands that go to the server together: one operation, from their flush to the last reply, with
 * the first error among them. Thread-safe; a command that comes while another thread flushes may
 * belong to none.
 */
final class Pipeline {
  private final DbTarget target;
  private final AtomicInteger size = new AtomicInteger();

  /** Commands without a reply, and one until the flush. */
  private final AtomicInteger open = new AtomicInteger(1);

  private final @Nullable RedisKeyList keys = RedisKeyList.ifWanted();
  private volatile @Nullable DbStatement first;
  private volatile @Nullable DbOperation operation;
  private volatile @Nullable CommandOutput<?, ?, ?> refused;
  private volatile @Nullable Throwable failed;

  Pipeline(DbTarget target) {
    this.target = target;
  }

  /** One of its commands; only its first answer counts, whoever gives it. */
  static final class Part {
    private static final AtomicIntegerFieldUpdater<Part> ANSWERED =
        AtomicIntegerFieldUpdater.newUpdater(Part.class, "answered");

    private final Pipeline pipeline;
    private final DbStatement statement;
    private volatile int answered;

    private Part(Pipeline pipeline, DbStatement statement) {
      this.pipeline = pipeline;
      this.statement = statement;
    }

    /** Null until the pipeline is flushed. */
    @Nullable DbOperation operation() {
      return pipeline.operation;
    }

    void answered(@Nullable CommandOutput<?, ?, ?> output, @Nullable Throwable error) {
      if (ANSWERED.compareAndSet(this, 0, 1)) {
        pipeline.answered(statement, output, error);
      }
    }
  }

  /**
   * @param key of the command, asked for only where it is wanted
   */
  Part add(DbStatement statement, Supplier<byte @Nullable []> key) {
    if (size.getAndIncrement() == 0) {
      first = statement;
    }
    open.incrementAndGet();
    if (keys != null) {
      keys.add(statement, key.get());
    }
    return new Part(this, statement);
  }

  void start() {
    int commands = size.get();
    DbStatement only = first;
    if (commands > 0 && only != null) {
      operation =
          commands == 1
              ? DbOperation.start(target, only)
              : DbOperation.startBatch(target, RedisCommands.PIPELINE, commands);
      if (keys != null) {
        keys.tell(operation);
      }
    }
    endIfLast();
  }

  private void answered(
      DbStatement statement, @Nullable CommandOutput<?, ?, ?> output, @Nullable Throwable error) {
    DbOperation running = operation;
    if (running == null) {
      neverSent(statement, output, error);
    } else if (output != null && output.hasError()) {
      refused = output;
    } else if (error != null) {
      failed = error;
    } else if (size.get() == 1) {
      Replies.answered(running, output);
    }
    endIfLast();
  }

  /**
   * A command ends before anybody has flushed it: its connection was closed, or it was cancelled.
   */
  private void neverSent(
      DbStatement statement, @Nullable CommandOutput<?, ?, ?> output, @Nullable Throwable error) {
    DbOperation lost = DbOperation.start(target, statement);
    if (lost != null) {
      Replies.end(lost, output, error);
    }
  }

  private void endIfLast() {
    if (open.decrementAndGet() == 0 && operation != null) {
      Replies.end(operation, refused, failed);
    }
  }
}

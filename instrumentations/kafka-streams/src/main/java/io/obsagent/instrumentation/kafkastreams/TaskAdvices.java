// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkastreams;

import io.obsagent.instrumentation.shared.kafka.RecordHeaders;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.telemetry.MessageTarget;
import io.obsagent.spi.telemetry.MessagingOperation;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.internals.StampedRecord;
import org.jspecify.annotations.Nullable;

/** Advice for a task, whose record is known within its method only. */
final class TaskAdvices {
  /** Holds nothing of the application or of this module. */
  private static final ThreadLocal<MessagingOperation> CURRENT = new ThreadLocal<>();

  private TaskAdvices() {}

  private static void end(@Nullable Throwable thrown) {
    MessagingOperation operation = CURRENT.get();
    if (operation != null) {
      CURRENT.remove();
      operation.finish(thrown);
    }
  }

  /** For {@code process}, which is called again until all records are through. */
  static final class Process {
    private Process() {}

    @OnEnter
    static void enter() {
      end(null);
    }

    /** What a topology throws comes in an exception of the library's. */
    @OnExit
    static void exit(@Thrown @Nullable Throwable thrown) {
      end(thrown != null && thrown.getCause() != null ? thrown.getCause() : thrown);
    }
  }

  /** For {@code nextRecord}, which only {@code process} calls. */
  static final class NextRecord {
    private NextRecord() {}

    @OnExit
    static void exit(@Return @Nullable StampedRecord stamped) {
      ConsumerRecord<?, ?> record = stamped == null ? null : stamped.value;
      if (record == null) {
        return;
      }
      MessagingOperation operation =
          MessagingOperation.startProcess(
              new MessageTarget("kafka", record.topic(), null, null, -1),
              MessagingOperation.relation(),
              RecordHeaders.INSTANCE,
              record);
      if (operation != null) {
        operation.position(record.partition(), record.offset());
        operation.sentAt(record.timestamp());
        CURRENT.set(operation);
        operation.attach();
      }
    }
  }
}

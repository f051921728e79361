// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springkafka;

import io.obsagent.instrumentation.shared.kafka.RecordHeaders;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.MessageTarget;
import io.obsagent.spi.telemetry.MessagingOperation;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaUtils;

/** Advice for the loop of a container, which handles what a listener throws. */
final class LoopAdvices {
  private static final String SPRING = "org.springframework.kafka.";

  private LoopAdvices() {}

  /** For the calls of a listener, with a record or a batch. */
  static final class Listen {
    private Listen() {}

    @OnExit
    static void exit(@Thrown @Nullable Throwable thrown) {
      MessagingOperation operation = thrown == null ? null : MessagingOperation.current();
      if (operation != null) {
        operation.failed(unwrapped(thrown));
      }
    }

    private static Throwable unwrapped(Throwable thrown) {
      Throwable inner = thrown;
      while (inner.getClass().getName().startsWith(SPRING) && inner.getCause() != null) {
        inner = inner.getCause();
      }
      return inner;
    }
  }

  /**
   * For {@code invokeBatchListener}, which first iterates to make a list: within this, that
   * processes nothing.
   */
  static final class InvokeBatchListener {
    private InvokeBatchListener() {}

    @OnEnter
    static @Nullable MessagingOperation enter(
        @Argument(0) @Nullable ConsumerRecords<?, ?> records) {
      if (records == null || records.isEmpty()) {
        return null;
      }
      List<ConsumerRecord<?, ?>> batch = new ArrayList<>(records.count());
      String topic = null;
      for (TopicPartition partition : records.partitions()) {
        boolean other = topic != null && !topic.equals(partition.topic());
        topic = other ? "(multiple)" : partition.topic();
        List<? extends ConsumerRecord<?, ?>> part = records.records(partition);
        for (int i = 0; i < part.size(); i++) { // not by an iterator, which would process each
          batch.add(part.get(i));
        }
      }
      MessageTarget target =
          new MessageTarget(
              "kafka", String.valueOf(topic), KafkaUtils.getConsumerGroupId(), null, -1);
      MessagingOperation operation =
          MessagingOperation.startProcessBatch(target, RecordHeaders.INSTANCE, batch);
      if (operation != null) {
        for (ConsumerRecord<?, ?> record : batch) {
          operation.sentAt(record.timestamp());
        }
        operation.attach();
      }
      return operation;
    }

    @OnExit
    static void exit(
        @Token @Nullable MessagingOperation operation, @Thrown @Nullable Throwable thrown) {
      if (operation != null) {
        operation.finish(thrown);
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkaconnect;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.MessageTarget;
import io.obsagent.spi.telemetry.MessagingOperation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Advice for records on their way into a sink. */
final class SinkAdvices {
  private SinkAdvices() {}

  /** For {@code put}: what comes together is one operation, each time that it is tried. */
  static final class Put {
    private Put() {}

    @OnEnter
    static @Nullable MessagingOperation enter(
        @Argument(0) @Nullable Collection<SinkRecord> records) {
      if (records == null || records.isEmpty()) {
        return null;
      }
      List<SinkRecord> batch = List.copyOf(records);
      String topic = batch.get(0).topic();
      for (SinkRecord record : batch) {
        if (!record.topic().equals(topic)) {
          topic = "(multiple)";
          break;
        }
      }
      MessagingOperation operation =
          MessagingOperation.startProcessBatch(
              new MessageTarget("kafka", topic, null, null, -1), SinkHeaders.INSTANCE, batch);
      if (operation != null) {
        for (SinkRecord record : batch) {
          operation.sentAt(record.timestamp() == null ? 0 : record.timestamp());
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

  /**
   * For {@code convertMessages}, which iterates to make other records: over others than the
   * consumer has given out, so that this processes nothing.
   */
  static final class ConvertMessages {
    private ConvertMessages() {}

    @ReplaceArgument(0)
    static @Nullable ConsumerRecords<?, ?> records(
        @Argument(0) @Nullable ConsumerRecords<?, ?> records) {
      return records == null || records.isEmpty() ? records : copy(records);
    }

    @SuppressWarnings("deprecation") // the other constructor is newer than what is supported
    private static <K, V> ConsumerRecords<K, V> copy(ConsumerRecords<K, V> records) {
      Map<TopicPartition, List<ConsumerRecord<K, V>>> copies = new HashMap<>();
      for (TopicPartition partition : records.partitions()) {
        copies.put(partition, new ArrayList<>(records.records(partition)));
      }
      return new ConsumerRecords<>(copies);
    }
  }
}

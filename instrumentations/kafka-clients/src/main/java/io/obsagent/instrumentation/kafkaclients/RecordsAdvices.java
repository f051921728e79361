// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkaclients;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Advice for the ways to iterate over polled records; others find no consumer of theirs. */
final class RecordsAdvices {
  private RecordsAdvices() {}

  /** For {@code iterator}. */
  static final class AllRecords {
    private AllRecords() {}

    @OnEnter
    static @Nullable Polled enter(@This ConsumerRecords<?, ?> records) {
      Processing processing = Processing.of(records);
      return processing == null ? null : new Polled(processing, records);
    }

    @OnExit
    static @Nullable Iterator<?> exit(
        @Token @Nullable Polled polled, @Return @Nullable Iterator<ConsumerRecord<?, ?>> records) {
      return polled == null || records == null
          ? records
          : new ProcessedRecords.Iteration<>(
              polled.processing, records, topic -> ofTopic(polled.records, topic));
    }

    /** Not by an iterator, which would be one of ours. */
    private static List<ConsumerRecord<?, ?>> ofTopic(ConsumerRecords<?, ?> records, String topic) {
      List<ConsumerRecord<?, ?>> all = new ArrayList<>();
      for (TopicPartition partition : records.partitions()) {
        if (partition.topic().equals(topic)) {
          List<? extends ConsumerRecord<?, ?>> part = records.records(partition);
          for (int i = 0; i < part.size(); i++) {
            all.add(part.get(i));
          }
        }
      }
      return all;
    }

    /** Records and what is done with them. */
    private record Polled(Processing processing, ConsumerRecords<?, ?> records) {}
  }

  /** For {@code records} of a topic. */
  static final class OfTopic {
    private OfTopic() {}

    @OnEnter
    static @Nullable Processing enter(@This ConsumerRecords<?, ?> records) {
      return Processing.of(records);
    }

    @OnExit
    static @Nullable Iterable<?> exit(
        @Token @Nullable Processing processing,
        @Return @Nullable Iterable<ConsumerRecord<?, ?>> records) {
      return processing == null || records == null
          ? records
          : new ProcessedRecords.OfTopic<>(processing, records);
    }
  }

  /** For {@code records} of a partition. */
  static final class OfPartition {
    private OfPartition() {}

    @OnEnter
    static @Nullable Processing enter(@This ConsumerRecords<?, ?> records) {
      return Processing.of(records);
    }

    @OnExit
    static @Nullable List<?> exit(
        @Token @Nullable Processing processing,
        @Return @Nullable List<ConsumerRecord<?, ?>> records) {
      return processing == null || records == null
          ? records
          : new ProcessedRecords.OfPartition<>(processing, records);
    }
  }
}

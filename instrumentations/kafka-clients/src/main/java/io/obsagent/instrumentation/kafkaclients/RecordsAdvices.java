// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkaclients;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;

/** Advice for the ways to iterate over polled records; others find no consumer of theirs. */
final class RecordsAdvices {
  private RecordsAdvices() {}

  /** For {@code iterator}. */
  static final class AllRecords {
    private AllRecords() {}

    @OnEnter
    static @Nullable Processing enter(@This ConsumerRecords<?, ?> records) {
      return Processing.of(records);
    }

    @OnExit
    static @Nullable Iterator<?> exit(
        @Token @Nullable Processing processing,
        @Return @Nullable Iterator<ConsumerRecord<?, ?>> records) {
      return processing == null || records == null
          ? records
          : new ProcessedRecords.Iteration<>(processing, records);
    }
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

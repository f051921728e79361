// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkaclients;

import io.obsagent.spi.telemetry.MessageTarget;
import io.obsagent.spi.telemetry.MessagingOperation;
import io.obsagent.spi.telemetry.MessagingOperation.Relation;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What threads do with the records of one consumer. A record is processed from when an iterator
 * gives it out until the same thread asks that consumer or its records for more. A loop that is
 * left by {@code break} or an exception tells nobody; that lasts until the consumer is asked for
 * something that only makes sense after it: to poll, to seek, to commit all that was polled, to
 * close. One thread polls, but several may each iterate over a part.
 */
final class Processing {
  private static final AttributeKey<Boolean> LEFT =
      AttributeKey.booleanKey("obs.messaging.loop_left");
  private static final WeakMap<Consumer<?, ?>, Processing> BY_CONSUMER = new WeakMap<>();
  private static final WeakMap<ConsumerRecords<?, ?>, Processing> BY_RECORDS = new WeakMap<>();

  /** Whether all records of a topic that were polled at once are one operation. */
  final boolean batches = MessagingOperation.relation() == Relation.BATCH;

  private final @Nullable String group;
  private final ConsumerLag lag;

  /** Holds nothing of the application or of this module: a thread may keep it. */
  private final ThreadLocal<MessagingOperation> current = new ThreadLocal<>();

  private Processing(Consumer<?, ?> consumer) {
    this.group = groupOf(consumer);
    this.lag = new ConsumerLag(consumer, group);
  }

  static @Nullable Processing of(ConsumerRecords<?, ?> records) {
    return BY_RECORDS.get(records);
  }

  /** The consumer gives these out to its thread, which holds no lock of it any more. */
  static void polled(Consumer<?, ?> consumer, ConsumerRecords<?, ?> records) {
    Processing processing = BY_CONSUMER.get(consumer);
    if (processing == null) {
      processing = BY_CONSUMER.putIfAbsent(consumer, new Processing(consumer));
    }
    processing.lag.polled(records);
    if (Thread.currentThread().getClass().getName().startsWith("org.apache.kafka.streams.")) {
      return; // Kafka Streams iterates to put records into queues of its own
    }
    BY_RECORDS.put(records, processing);
  }

  private static @Nullable String groupOf(Consumer<?, ?> consumer) {
    try {
      return consumer.groupMetadata().groupId();
    } catch (KafkaException withoutGroup) {
      return null;
    }
  }

  /**
   * @param left whether the application has not come to the end of its loop
   */
  static void endOf(Consumer<?, ?> consumer, boolean left) {
    Processing processing = BY_CONSUMER.isEmpty() ? null : BY_CONSUMER.get(consumer);
    MessagingOperation operation = processing == null ? null : processing.current.get();
    if (operation != null) {
      if (left) {
        operation.span().setAttribute(LEFT, true);
      }
      processing.end(null);
    }
  }

  static void close(Consumer<?, ?> consumer) {
    endOf(consumer, true);
    Processing processing = BY_CONSUMER.get(consumer);
    if (processing != null) {
      processing.lag.close();
    }
  }

  void begin(ConsumerRecord<?, ?> record) {
    MessagingOperation operation =
        MessagingOperation.startProcess(
            target(record.topic()), MessagingOperation.relation(), Reader.INSTANCE, record);
    if (operation != null) {
      operation.position(record.partition(), record.offset());
      operation.sentAt(record.timestamp());
      makeCurrent(operation);
    }
  }

  /** Answers null within another processing. */
  @Nullable MessagingOperation beginBatch(List<ConsumerRecord<?, ?>> records) {
    MessagingOperation operation =
        MessagingOperation.startProcessBatch(
            target(records.get(0).topic()), Reader.INSTANCE, records);
    if (operation != null) {
      for (ConsumerRecord<?, ?> record : records) {
        operation.sentAt(record.timestamp());
      }
      makeCurrent(operation);
    }
    return operation;
  }

  private MessageTarget target(String topic) {
    return new MessageTarget("kafka", topic, group, null, -1);
  }

  private void makeCurrent(MessagingOperation operation) {
    operation.attach();
    current.set(operation);
  }

  boolean isCurrent(MessagingOperation operation) {
    return current.get() == operation;
  }

  void end(@Nullable Throwable error) {
    MessagingOperation operation = current.get();
    if (operation != null) {
      current.remove();
      operation.finish(error);
    }
  }

  private enum Reader implements TextMapGetter<ConsumerRecord<?, ?>> {
    INSTANCE;

    /** The longest header that means something here is {@code baggage}. */
    private static final int MAX_BYTES = 8192;

    @Override
    public Iterable<String> keys(ConsumerRecord<?, ?> record) {
      List<String> keys = new ArrayList<>();
      for (Header header : record.headers()) {
        keys.add(header.key());
      }
      return keys;
    }

    @Override
    public @Nullable String get(@Nullable ConsumerRecord<?, ?> record, String name) {
      Iterator<String> values = getAll(record, name);
      return values.hasNext() ? values.next() : null;
    }

    @Override
    public Iterator<String> getAll(@Nullable ConsumerRecord<?, ?> record, String name) {
      List<String> values = new ArrayList<>(1);
      if (record != null) {
        for (Header header : record.headers()) {
          byte[] value = header.key().equalsIgnoreCase(name) ? header.value() : null;
          if (value != null && value.length <= MAX_BYTES) {
            values.add(new String(value, StandardCharsets.UTF_8));
          }
        }
      }
      return values.iterator();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkaclients;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.MessagingOperation;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The library's records, where each is processed while it is iterated over. */
final class ProcessedRecords {
  private static final Guard GUARD = Guard.of(ProcessedRecords.class);

  private ProcessedRecords() {}

  /** One way through; what it gives out, a thread processes until it asks for more. */
  static final class Iteration<R extends ConsumerRecord<?, ?>> implements Iterator<R> {
    private final Processing processing;
    private final Iterator<R> records;
    private final Function<String, List<ConsumerRecord<?, ?>>> batches;

    /** Of the batch that was begun last. */
    private @Nullable String topic;

    private @Nullable MessagingOperation batch;

    /**
     * @param batches all that is iterated over of a topic
     */
    Iteration(
        Processing processing,
        Iterator<R> records,
        Function<String, List<ConsumerRecord<?, ?>>> batches) {
      this.processing = processing;
      this.records = records;
      this.batches = batches;
    }

    @Override
    public boolean hasNext() {
      boolean more = records.hasNext();
      if (!more) {
        end(null);
      }
      return more;
    }

    @Override
    public R next() {
      if (!processing.batches || !records.hasNext()) {
        end(null);
      }
      R next = records.next();
      try {
        if (!processing.batches) {
          processing.begin(next);
        } else if (!isOfBatch(next)) {
          processing.end(null);
          topic = next.topic();
          batch = processing.beginBatch(batches.apply(topic));
        }
      } catch (Throwable e) {
        GUARD.caught(e);
      }
      return next;
    }

    private boolean isOfBatch(ConsumerRecord<?, ?> record) {
      return record.topic().equals(topic) && (batch == null || processing.isCurrent(batch));
    }

    @Override
    public void remove() {
      records.remove();
    }

    /** Unlike a loop of the application, this shows what processing throws. */
    @Override
    public void forEachRemaining(Consumer<? super R> action) {
      try {
        while (hasNext()) {
          action.accept(next());
        }
      } catch (Throwable e) {
        end(e);
        throw e;
      }
    }

    private void end(@Nullable Throwable error) {
      try {
        processing.end(error);
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }
  }

  /** Records of a topic. */
  record OfTopic<R extends ConsumerRecord<?, ?>>(Processing processing, Iterable<R> records)
      implements Iterable<R> {
    @Override
    public Iterator<R> iterator() {
      return new Iteration<>(processing, records.iterator(), topic -> listOf(records));
    }

    private static List<ConsumerRecord<?, ?>> listOf(
        Iterable<? extends ConsumerRecord<?, ?>> records) {
      List<ConsumerRecord<?, ?>> list = new ArrayList<>();
      for (ConsumerRecord<?, ?> record : records) {
        list.add(record);
      }
      return list;
    }

    @Override
    public void forEach(Consumer<? super R> action) {
      iterator().forEachRemaining(action);
    }
  }

  /**
   * Records of a partition. Only iterators and {@code forEach} process; to copy the list, to look
   * into it or to stream it tells nothing of when a record is handled.
   */
  static final class OfPartition<R extends ConsumerRecord<?, ?>> extends AbstractList<R>
      implements RandomAccess {
    private final Processing processing;
    private final List<R> records;

    OfPartition(Processing processing, List<R> records) {
      this.processing = processing;
      this.records = records;
    }

    @Override
    public R get(int index) {
      return records.get(index);
    }

    @Override
    public int size() {
      return records.size();
    }

    @Override
    public Iterator<R> iterator() {
      return new Iteration<>(
          processing, records.iterator(), topic -> Collections.unmodifiableList(records));
    }

    @Override
    public void forEach(Consumer<? super R> action) {
      iterator().forEachRemaining(action);
    }

    @Override
    public Object[] toArray() {
      return records.toArray();
    }

    @Override
    public <T> T[] toArray(T[] array) {
      return records.toArray(array);
    }

    @Override
    public boolean contains(Object record) {
      return records.contains(record);
    }

    @Override
    public boolean removeIf(Predicate<? super R> filter) {
      return records.removeIf(filter);
    }

    @Override
    public void replaceAll(UnaryOperator<R> operator) {
      records.replaceAll(operator);
    }

    @Override
    public void sort(Comparator<? super R> order) {
      records.sort(order);
    }

    @Override
    public boolean equals(Object other) {
      return other == this || records.equals(other);
    }

    @Override
    public int hashCode() {
      return records.hashCode();
    }

    @Override
    public String toString() {
      return records.toString();
    }
  }
}

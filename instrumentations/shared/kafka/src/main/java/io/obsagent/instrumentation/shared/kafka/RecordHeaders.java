// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.kafka;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Headers of a record that has come; texts of a sensible length among them. */
public enum RecordHeaders implements TextMapGetter<ConsumerRecord<?, ?>> {
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

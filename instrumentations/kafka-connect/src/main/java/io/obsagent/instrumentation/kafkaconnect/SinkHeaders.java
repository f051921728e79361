// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkaconnect;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Headers of a record that a worker has converted: texts, bytes, or what looked like a number. */
enum SinkHeaders implements TextMapGetter<SinkRecord> {
  INSTANCE;

  @Override
  public Iterable<String> keys(SinkRecord record) {
    List<String> keys = new ArrayList<>();
    for (Header header : record.headers()) {
      keys.add(header.key());
    }
    return keys;
  }

  @Override
  public @Nullable String get(@Nullable SinkRecord record, String name) {
    if (record != null) {
      for (Header header : record.headers()) {
        if (header.key().equalsIgnoreCase(name)) {
          Object value = header.value();
          return value instanceof byte[] bytes
              ? new String(bytes, StandardCharsets.UTF_8)
              : String.valueOf(value);
        }
      }
    }
    return null;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.nats;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Texts among a message's headers; a message without any has none at all. */
enum NatsHeaders implements HeaderSetter<Headers>, TextMapGetter<Message> {
  INSTANCE;

  @Override
  public void set(@Nullable Headers headers, String name, String value) {
    if (headers != null) {
      remove(headers, name);
      headers.put(name, value);
    }
  }

  @Override
  public void remove(Headers headers, String name) {
    if (headers.containsKeyIgnoreCase(name)) {
      for (String key : List.copyOf(headers.keySet())) {
        if (key.equalsIgnoreCase(name)) {
          headers.remove(key);
        }
      }
    }
  }

  @Override
  public Iterable<String> keys(Message message) {
    Headers headers = message.getHeaders();
    return headers == null ? Set.of() : headers.keySet();
  }

  @Override
  public @Nullable String get(@Nullable Message message, String name) {
    Headers headers = message == null ? null : message.getHeaders();
    List<String> values = headers == null ? null : headers.getIgnoreCase(name);
    return values == null || values.isEmpty() ? null : values.get(0);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.rabbitmq;

import com.rabbitmq.client.AMQP;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Texts among a message's headers, which come as {@code LongString}. */
enum Headers implements HeaderSetter<Map<String, Object>>, TextMapGetter<AMQP.BasicProperties> {
  INSTANCE;

  @Override
  public void set(@Nullable Map<String, Object> headers, String name, String value) {
    if (headers != null) {
      remove(headers, name);
      headers.put(name, value);
    }
  }

  @Override
  public void remove(Map<String, Object> headers, String name) {
    headers.keySet().removeIf(name::equalsIgnoreCase);
  }

  @Override
  public Iterable<String> keys(AMQP.BasicProperties properties) {
    Map<String, Object> headers = properties.getHeaders();
    return headers == null ? Set.of() : headers.keySet();
  }

  @Override
  public @Nullable String get(AMQP.@Nullable BasicProperties properties, String name) {
    Map<String, Object> headers = properties == null ? null : properties.getHeaders();
    if (headers == null) {
      return null;
    }
    Object exact = headers.get(name);
    if (exact != null) {
      return exact.toString();
    }
    for (Map.Entry<String, Object> header : headers.entrySet()) {
      if (header.getKey().equalsIgnoreCase(name) && header.getValue() != null) {
        return header.getValue().toString();
      }
    }
    return null;
  }
}

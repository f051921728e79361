// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pulsar;

import io.obsagent.spi.telemetry.HeaderSetter;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.common.api.proto.KeyValue;
import org.apache.pulsar.common.api.proto.MessageMetadata;
import org.jspecify.annotations.Nullable;

/** Properties of messages: as they are received, and in what is sent along. */
enum Properties implements HeaderSetter<MessageMetadata>, TextMapGetter<Message<?>> {
  INSTANCE;

  @Override
  public void set(@Nullable MessageMetadata metadata, String name, String value) {
    if (metadata != null) {
      remove(metadata, name);
      metadata.addProperty().setKey(name).setValue(value);
    }
  }

  /** The protocol's class can only forget all of them. */
  @Override
  public void remove(MessageMetadata metadata, String name) {
    List<String> others = null;
    for (int i = 0; i < metadata.getPropertiesCount(); i++) {
      if (metadata.getPropertyAt(i).getKey().equalsIgnoreCase(name)) {
        others = new ArrayList<>();
        break;
      }
    }
    if (others == null) {
      return;
    }
    for (int i = 0; i < metadata.getPropertiesCount(); i++) {
      KeyValue property = metadata.getPropertyAt(i);
      if (!property.getKey().equalsIgnoreCase(name)) {
        others.add(property.getKey());
        others.add(property.getValue());
      }
    }
    metadata.clearProperties();
    for (int i = 0; i < others.size(); i += 2) {
      metadata.addProperty().setKey(others.get(i)).setValue(others.get(i + 1));
    }
  }

  @Override
  public Iterable<String> keys(Message<?> message) {
    return message.getProperties().keySet();
  }

  @Override
  public @Nullable String get(@Nullable Message<?> message, String name) {
    if (message == null) {
      return null;
    }
    Map<String, String> properties = message.getProperties();
    String exact = properties.get(name);
    if (exact != null) {
      return exact;
    }
    for (Map.Entry<String, String> property : properties.entrySet()) {
      if (property.getKey().equalsIgnoreCase(name)) {
        return property.getValue();
      }
    }
    return null;
  }
}

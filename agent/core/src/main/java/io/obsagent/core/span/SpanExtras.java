// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import io.obsagent.spi.export.FinishedSpan.Event;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What only some spans have: attributes set by others, events, links, a status. Thread-safe. */
final class SpanExtras {
  private static final int MAX_DESCRIPTION = 256;

  /** Keys and values in turn. */
  private @Nullable Object[] attributes = new Object[8];

  private int length;
  private int dropped;
  private @Nullable String name;
  private StatusCode status = StatusCode.UNSET;
  private String description = "";
  private @Nullable List<Event> events;
  private @Nullable List<SpanContext> links;

  synchronized <T> void put(AttributeKey<T> key, T value) {
    Object bounded = value instanceof String text ? Bounds.value(text) : value;
    for (int i = 0; i < length; i += 2) {
      if (key.equals(attributes[i])) {
        attributes[i + 1] = bounded;
        return;
      }
    }
    if (length >= 2 * Bounds.ATTRIBUTES) {
      dropped++;
      return;
    }
    if (length == attributes.length) {
      attributes = Arrays.copyOf(attributes, 2 * length);
    }
    attributes[length] = key;
    attributes[length + 1] = bounded;
    length += 2;
  }

  synchronized AttributeWriter writer(@Nullable BiConsumer<AttributeKey<?>, Object> consumer) {
    return new AttributeWriter(attributes, length, consumer);
  }

  synchronized int writeAttributes(@Nullable BiConsumer<AttributeKey<?>, Object> consumer) {
    for (int i = 0; consumer != null && i < length; i += 2) {
      Object value = attributes[i + 1];
      if (attributes[i] instanceof AttributeKey<?> key && value != null) {
        consumer.accept(key, value);
      }
    }
    return length / 2;
  }

  synchronized int droppedAttributes() {
    return dropped;
  }

  synchronized void addEvent(Event event) {
    if (events == null) {
      events = new ArrayList<>(2);
    }
    if (events.size() < Bounds.EVENTS) {
      events.add(event);
    }
  }

  synchronized List<Event> events() {
    return events == null ? List.of() : List.copyOf(events);
  }

  synchronized void addLink(SpanContext link) {
    if (links == null) {
      links = new ArrayList<>(2);
    }
    if (links.size() < Bounds.LINKS) {
      links.add(link);
    }
  }

  synchronized List<SpanContext> links() {
    return links == null ? List.of() : List.copyOf(links);
  }

  /** OK is final, as the API specification has it; a description goes with errors only. */
  synchronized void setStatus(StatusCode code, String text) {
    if (status == StatusCode.OK || code == StatusCode.UNSET) {
      return;
    }
    status = code;
    description = code == StatusCode.ERROR ? Bounds.cut(text, MAX_DESCRIPTION) : "";
  }

  synchronized StatusCode status() {
    return status;
  }

  synchronized String statusDescription() {
    return description;
  }

  synchronized void setName(String newName) {
    name = Bounds.cut(newName, MAX_DESCRIPTION);
  }

  synchronized @Nullable String name() {
    return name;
  }
}

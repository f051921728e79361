// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiConsumer;

/** {@code KeyValue} and {@code AnyValue} of opentelemetry/proto/common/v1. Not thread-safe. */
abstract class AttributeEncoder extends ProtoOutput implements BiConsumer<AttributeKey<?>, Object> {
  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final int STRING = 1;
  private static final int BOOL = 2;
  private static final int INT = 3;
  private static final int DOUBLE = 4;
  private static final int ARRAY = 5;
  private static final int LIST = 6;
  private static final int BYTES = 7;
  private static final int ELEMENTS = 1;

  /** Structured values nest no deeper than this; what is below is left out. */
  private static final int MAX_DEPTH = 16;

  /** The field of the message around that attributes now belong to. */
  protected int attributeField;

  private int depth;

  @Override
  public final void accept(AttributeKey<?> key, Object value) {
    keyValue(attributeField, key.getKey(), value);
  }

  protected final void keyValue(int field, String key, Object value) {
    int begin = beginMessage(field, 1);
    stringField(KEY, key);
    anyValue(VALUE, value);
    endLength(begin, 1);
  }

  /** A text as an {@code AnyValue}. */
  protected final void stringValue(int field, String text) {
    anyValue(field, text);
  }

  private void anyValue(int field, Object value) {
    int begin = beginMessage(field, 1);
    if (value instanceof String text) {
      stringField(STRING, text);
    } else if (value instanceof Long number) {
      varintField(INT, number);
    } else if (value instanceof Boolean flag) {
      varintField(BOOL, flag ? 1 : 0);
    } else if (value instanceof Double number) {
      fixed64Field(DOUBLE, Double.doubleToRawLongBits(number));
    } else if (value instanceof List<?> list) {
      array(list);
    } else if (value instanceof Value<?> structured) {
      structured(structured);
    } else {
      stringField(STRING, String.valueOf(value));
    }
    endLength(begin, 1);
  }

  private void array(List<?> elements) {
    if (depth == MAX_DEPTH) {
      return;
    }
    depth++;
    int begin = beginMessage(ARRAY, 1);
    for (int i = 0; i < elements.size(); i++) {
      Object element = elements.get(i);
      if (element != null) {
        anyValue(ELEMENTS, element);
      }
    }
    endLength(begin, 1);
    depth--;
  }

  private void structured(Value<?> value) {
    Object content = value.getValue();
    switch (value.getType()) {
      case BYTES -> {
        ByteBuffer source = (ByteBuffer) content;
        int begin = beginMessage(BYTES, 1);
        for (int i = source.position(); i < source.limit(); i++) {
          writeByte(source.get(i));
        }
        endLength(begin, 1);
      }
      case ARRAY -> array((List<?>) content);
      case KEY_VALUE_LIST -> keyValues((List<?>) content);
      case STRING -> stringField(STRING, (String) content);
      case BOOLEAN -> varintField(BOOL, (Boolean) content ? 1 : 0);
      case LONG -> varintField(INT, (Long) content);
      case DOUBLE -> fixed64Field(DOUBLE, Double.doubleToRawLongBits((Double) content));
      default -> {
        // An empty value is an AnyValue without content.
      }
    }
  }

  private void keyValues(List<?> entries) {
    if (depth == MAX_DEPTH) {
      return;
    }
    depth++;
    int begin = beginMessage(LIST, 1);
    for (Object entry : entries) {
      KeyValue keyValue = (KeyValue) entry;
      keyValue(ELEMENTS, keyValue.getKey(), keyValue.getValue());
    }
    endLength(begin, 1);
    depth--;
  }
}

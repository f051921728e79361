// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.jaeger;

import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import java.nio.ByteBuffer;
import java.util.List;

/** A key and a typed value. Lists, for which Jaeger has no type, become JSON. */
final class TagEncoder {
  private static final int STRING = 0;
  private static final int DOUBLE = 1;
  private static final int BOOL = 2;
  private static final int LONG = 3;
  private static final int BINARY = 4;

  private final ThriftOutput output;

  TagEncoder(ThriftOutput output) {
    this.output = output;
  }

  void any(String key, Object value) {
    if (value instanceof String text) {
      text(key, text);
    } else if (value instanceof Long number) {
      number(key, number);
    } else if (value instanceof Boolean flag) {
      flag(key, flag);
    } else if (value instanceof Double number) {
      real(key, number);
    } else if (value instanceof List<?> list) {
      text(key, json(list));
    } else if (value instanceof Value<?> structured) {
      structured(key, structured);
    } else {
      text(key, String.valueOf(value));
    }
  }

  private void structured(String key, Value<?> value) {
    if (value.getType() == ValueType.BYTES) {
      ByteBuffer source = (ByteBuffer) value.getValue();
      byte[] copy = new byte[source.remaining()];
      source.duplicate().get(copy);
      int element = begin(key, BINARY);
      output.binary(7, copy);
      output.endStruct(element);
    } else {
      text(key, value.asString());
    }
  }

  private int begin(String key, int type) {
    int element = output.beginElement();
    output.string(1, key);
    output.i32(2, type);
    return element;
  }

  void text(String key, String value) {
    int element = begin(key, STRING);
    output.string(3, value);
    output.endStruct(element);
  }

  private void real(String key, double value) {
    int element = begin(key, DOUBLE);
    output.real(4, value);
    output.endStruct(element);
  }

  void flag(String key, boolean value) {
    int element = begin(key, BOOL);
    output.bool(5, value);
    output.endStruct(element);
  }

  void number(String key, long value) {
    int element = begin(key, LONG);
    output.i64(6, value);
    output.endStruct(element);
  }

  private static String json(List<?> list) {
    StringBuilder json = new StringBuilder("[");
    for (Object element : list) {
      if (json.length() > 1) {
        json.append(',');
      }
      boolean bare =
          element instanceof Number number
              ? Double.isFinite(number.doubleValue())
              : isLiteral(element);
      if (bare) {
        json.append(element);
      } else {
        quote(json, String.valueOf(element));
      }
    }
    return json.append(']').toString();
  }

  private static boolean isLiteral(Object element) {
    return element == null || element instanceof Boolean;
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < 0x20) {
        json.append("\\u00").append(Character.forDigit(c >> 4, 16));
        json.append(Character.forDigit(c & 15, 16));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}

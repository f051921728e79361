// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ingest;

import io.obsagent.exporter.transport.ProtoInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads protobuf messages of OTLP as what their JSON would be, so that there is one reader of both:
 * maps, lists, texts, numbers, and ids as hexadecimal text. Field numbers: <a
 * href="https://github.com/open-telemetry/opentelemetry-proto">opentelemetry-proto</a>. For one
 * message; not thread-safe.
 */
final class OtlpMessages {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_VALUES = 500_000;
  private static final int LENGTH = 2;
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  /**
   * A line a message: number, name and type of each field. Types: s text, h id, d double, f
   * fixed64, v varint, b truth, or a message; a star before it is for more than one.
   */
  private static final String SCHEMA =
      """
      MetricsRequest 1 resourceMetrics *ResourceMetrics
      ResourceMetrics 1 resource Resource 2 scopeMetrics *ScopeMetrics
      ScopeMetrics 1 scope Scope 2 metrics *Metric
      Resource 1 attributes *KeyValue
      Scope 1 name s 2 version s
      Metric 1 name s 2 description s 3 unit s 5 gauge Gauge 7 sum Sum 9 histogram Histogram \
      10 exponentialHistogram Exponential 11 summary Summary
      Gauge 1 dataPoints *Number
      Sum 1 dataPoints *Number 2 aggregationTemporality v 3 isMonotonic b
      Number 7 attributes *KeyValue 4 asDouble d 6 asInt f
      Histogram 1 dataPoints *Buckets 2 aggregationTemporality v
      Buckets 9 attributes *KeyValue 4 count f 5 sum d 6 bucketCounts *f 7 explicitBounds *d
      Exponential 1 dataPoints *Counted 2 aggregationTemporality v
      Counted 1 attributes *KeyValue 4 count f 5 sum d
      Summary 1 dataPoints *Quantiles
      Quantiles 7 attributes *KeyValue 4 count f 5 sum d 6 quantileValues *Quantile
      Quantile 1 quantile d 2 value d
      KeyValue 1 key s 2 value Value
      Value 1 stringValue s 2 boolValue b 3 intValue v 4 doubleValue d 5 arrayValue Values
      Values 1 values *Value
      TraceRequest 1 resourceSpans *ResourceSpans
      ResourceSpans 1 resource Resource 2 scopeSpans *ScopeSpans
      ScopeSpans 1 scope Scope 2 spans *Span
      Span 1 traceId h 2 spanId h 3 traceState s 4 parentSpanId h 5 name s 6 kind v \
      7 startTimeUnixNano f 8 endTimeUnixNano f 9 attributes *KeyValue 10 droppedAttributesCount v \
      11 events *Event 13 links *Link 15 status Status
      Event 1 timeUnixNano f 2 name s 3 attributes *KeyValue
      Link 1 traceId h 2 spanId h
      Status 2 message s 3 code v
      """;

  private static final Map<String, Map<Integer, Field>> MESSAGES = messages();

  private int values;

  private record Field(String name, String type, boolean repeated) {}

  private OtlpMessages() {}

  private static Map<String, Map<Integer, Field>> messages() {
    Map<String, Map<Integer, Field>> messages = new HashMap<>();
    for (String line : SCHEMA.split("\n")) {
      String[] words = line.trim().split(" +");
      Map<Integer, Field> fields = new HashMap<>();
      for (int i = 1; i < words.length; i += 3) {
        String type = words[i + 2];
        boolean repeated = type.startsWith("*");
        fields.put(
            Integer.valueOf(words[i]),
            new Field(words[i + 1], repeated ? type.substring(1) : type, repeated));
      }
      messages.put(words[0], fields);
    }
    return messages;
  }

  /**
   * @param message {@code MetricsRequest} or {@code TraceRequest}
   * @throws IllegalArgumentException with place and reason if it is malformed or beyond the bounds
   */
  static Map<String, Object> decode(String message, byte[] bytes) {
    return new OtlpMessages().message(message, bytes, 0);
  }

  private Map<String, Object> message(String type, byte[] bytes, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException(type + ": nested too deeply");
    }
    Map<Integer, Field> fields = MESSAGES.getOrDefault(type, Map.of());
    Map<String, Object> result = new LinkedHashMap<>();
    ProtoInput in = new ProtoInput(bytes);
    while (in.next()) {
      if (++values > MAX_VALUES) {
        throw new IllegalArgumentException("more than " + MAX_VALUES + " values");
      }
      Field field = fields.get(in.tag() >>> 3);
      if (field != null) {
        put(result, field, type, in, depth);
      }
    }
    if (!in.isWhole()) {
      throw new IllegalArgumentException(type + ": malformed or cut");
    }
    return result;
  }

  @SuppressWarnings("unchecked") // the list was put there here
  private void put(Map<String, Object> result, Field field, String type, ProtoInput in, int depth) {
    if (!field.repeated) {
      result.put(field.name, value(field, type, in, depth));
      return;
    }
    List<Object> list = (List<Object>) result.computeIfAbsent(field.name, key -> new ArrayList<>());
    boolean number = field.type.equals("f") || field.type.equals("d");
    if (number && (in.tag() & 7) == LENGTH) {
      ByteBuffer packed = ByteBuffer.wrap(in.bytes()).order(ByteOrder.LITTLE_ENDIAN);
      while (packed.remaining() >= Long.BYTES && ++values <= MAX_VALUES) {
        list.add(field.type.equals("f") ? (Object) packed.getLong() : packed.getDouble());
      }
    } else {
      list.add(value(field, type, in, depth));
    }
  }

  private Object value(Field field, String type, ProtoInput in, int depth) {
    int wire = in.tag() & 7;
    String of = field.type;
    int wanted = of.equals("v") || of.equals("b") ? 0 : of.equals("d") || of.equals("f") ? 1 : 2;
    if (wire != wanted) {
      throw new IllegalArgumentException(type + "." + field.name + ": has another type");
    }
    return switch (of) {
      case "v" -> in.number();
      case "b" -> in.number() != 0;
      case "s" -> new String(in.bytes(), StandardCharsets.UTF_8);
      case "h" -> hex(in.bytes());
      case "d" -> fixed(in, type, field).getDouble();
      case "f" -> fixed(in, type, field).getLong();
      default -> message(of, in.bytes(), depth + 1);
    };
  }

  private static ByteBuffer fixed(ProtoInput in, String type, Field field) {
    if (in.bytes().length < Long.BYTES) {
      throw new IllegalArgumentException(type + "." + field.name + ": cut");
    }
    return ByteBuffer.wrap(in.bytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder(2 * bytes.length);
    for (byte one : bytes) {
      text.append(HEX[one >> 4 & 15]).append(HEX[one & 15]);
    }
    return text.toString();
  }

  /** What attributes say; a value of attributes is a text, truth, number, or the text of a list. */
  static Map<String, Object> attributes(@Nullable Object keyValues) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (Map<String, Object> one : Facts.maps(keyValues)) {
      Object value = plain(Facts.map(one.get("value")));
      if (value != null) {
        attributes.put(Facts.name(one.get("key")), value);
      }
    }
    return attributes;
  }

  private static @Nullable Object plain(Map<String, Object> value) {
    if (value.containsKey("intValue")) {
      return Facts.integer(value.get("intValue"));
    }
    if (value.containsKey("doubleValue")) {
      return Facts.number(value.get("doubleValue"));
    }
    if (value.containsKey("arrayValue")) {
      List<Object> all = new ArrayList<>();
      Facts.maps(Facts.map(value.get("arrayValue")).get("values"))
          .forEach(one -> all.add(String.valueOf(plain(one))));
      return all;
    }
    return value.containsKey("boolValue") ? value.get("boolValue") : value.get("stringValue");
  }
}

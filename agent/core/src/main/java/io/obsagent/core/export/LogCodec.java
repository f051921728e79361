// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.export.FinishedLog;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A log record as bytes, and back: for those that wait in memory, and for files that a later start
 * reads. Numbers are big-endian; a text is its length, {@value #NO_TEXT} for none, and its UTF-8.
 * What was encoded stands in {@link #bytes} until the next. Not thread-safe.
 */
final class LogCodec {
  private static final int VERSION = 1;
  private static final int NO_TEXT = -1;
  static final int USUAL = 1 << 10;

  /** What is larger is not kept for the next record. */
  static final int MOST_KEPT = 64 << 10;

  private byte[] bytes = new byte[USUAL];
  private int length;

  /** The last one, of {@link #length} bytes; may be longer. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  LogCodec encode(FinishedLog log) {
    if (bytes.length > MOST_KEPT) {
      bytes = new byte[USUAL];
    }
    length = 0;
    put(VERSION);
    putLong(log.epochNanos());
    putLong(log.observedEpochNanos());
    put(log.severityNumber());
    putText(log.severityText());
    putText(log.body());
    putText(log.framework());
    putText(log.logger());
    putLong(log.traceIdHigh());
    putLong(log.traceIdLow());
    putLong(log.spanId());
    put(log.traceFlags());
    putText(log.correlationId());
    putInt(log.attributes().size());
    for (Map.Entry<String, Object> attribute : log.attributes().entrySet()) {
      putText(attribute.getKey());
      putValue(attribute.getValue());
    }
    putText(log.exceptionType());
    putText(log.exceptionMessage());
    putText(log.exceptionStacktrace());
    putInt(log.bytes());
    return this;
  }

  private void room(int more) {
    if (more > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, more)));
    }
  }

  private void put(int value) {
    room(1);
    bytes[length++] = (byte) value;
  }

  private void putInt(int value) {
    room(4);
    putIntAt(length, value);
    length += 4;
  }

  private void putIntAt(int at, int value) {
    bytes[at] = (byte) (value >> 24);
    bytes[at + 1] = (byte) (value >> 16);
    bytes[at + 2] = (byte) (value >> 8);
    bytes[at + 3] = (byte) value;
  }

  private void putLong(long value) {
    putInt((int) (value >> 32));
    putInt((int) value);
  }

  private void putText(@Nullable String text) {
    if (text == null) {
      putInt(NO_TEXT);
      return;
    }
    int chars = text.length();
    room(4 + chars);
    int at = length + 4;
    int i = 0;
    for (char c; i < chars && (c = text.charAt(i)) < 0x80; i++) {
      bytes[at++] = (byte) c;
    }
    if (i < chars) {
      byte[] rest = text.substring(i).getBytes(StandardCharsets.UTF_8);
      room(4 + i + rest.length);
      System.arraycopy(rest, 0, bytes, at, rest.length);
      at += rest.length;
    }
    putIntAt(length, at - length - 4);
    length = at;
  }

  private void putValue(Object value) {
    if (value instanceof Long number) {
      put('l');
      putLong(number);
    } else if (value instanceof Double number) {
      put('d');
      putLong(Double.doubleToLongBits(number));
    } else if (value instanceof Boolean flag) {
      put('b');
      put(flag ? 1 : 0);
    } else {
      put('s');
      putText(value.toString());
    }
  }

  /**
   * @param bytes of which those up to {@code length} are the record
   * @throws IOException if another version has written it, or it is none
   */
  static FinishedLog decode(byte[] bytes, int length) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
    try {
      int version = in.get();
      if (version != VERSION) {
        throw new IOException("a record of version " + version);
      }
      return new FinishedLog(
          in.getLong(),
          in.getLong(),
          in.get(),
          some(in),
          some(in),
          some(in),
          some(in),
          in.getLong(),
          in.getLong(),
          in.getLong(),
          in.get(),
          text(in),
          attributes(in),
          text(in),
          text(in),
          text(in),
          in.getInt());
    } catch (BufferUnderflowException e) {
      throw new IOException("a record that ends in its middle", e);
    }
  }

  private static Map<String, Object> attributes(ByteBuffer in) throws IOException {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (int left = in.getInt(); left > 0; left--) {
      attributes.put(some(in), value(in));
    }
    return attributes;
  }

  private static Object value(ByteBuffer in) throws IOException {
    int type = in.get();
    return switch (type) {
      case 'l' -> in.getLong();
      case 'd' -> in.getDouble();
      case 'b' -> in.get() != 0;
      default -> some(in);
    };
  }

  private static String some(ByteBuffer in) throws IOException {
    String text = text(in);
    return text == null ? "" : text;
  }

  private static @Nullable String text(ByteBuffer in) throws IOException {
    int length = in.getInt();
    if (length == NO_TEXT) {
      return null;
    }
    if (length < 0 || length > in.remaining()) {
      throw new IOException("a text of " + length + " bytes");
    }
    String text = new String(in.array(), in.position(), length, StandardCharsets.UTF_8);
    in.position(in.position() + length);
    return text;
  }
}

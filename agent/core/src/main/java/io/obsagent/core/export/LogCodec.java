// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.export.FinishedLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A log record as bytes, and back, for files that a later start reads. */
final class LogCodec {
  private static final int VERSION = 1;
  private static final int NO_TEXT = -1;

  private LogCodec() {}

  static byte[] encode(FinishedLog log) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(log.body().length() + 200);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeLong(log.epochNanos());
      out.writeLong(log.observedEpochNanos());
      out.writeByte(log.severityNumber());
      text(out, log.severityText());
      text(out, log.body());
      text(out, log.framework());
      text(out, log.logger());
      out.writeLong(log.traceIdHigh());
      out.writeLong(log.traceIdLow());
      out.writeLong(log.spanId());
      out.writeByte(log.traceFlags());
      text(out, log.correlationId());
      out.writeInt(log.attributes().size());
      for (Map.Entry<String, Object> attribute : log.attributes().entrySet()) {
        text(out, attribute.getKey());
        value(out, attribute.getValue());
      }
      text(out, log.exceptionType());
      text(out, log.exceptionMessage());
      text(out, log.exceptionStacktrace());
      out.writeInt(log.bytes());
    } catch (IOException e) {
      throw new IllegalStateException(e); // an array takes all
    }
    return bytes.toByteArray();
  }

  private static void text(DataOutputStream out, @Nullable String text) throws IOException {
    if (text == null) {
      out.writeInt(NO_TEXT);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static void value(DataOutputStream out, Object value) throws IOException {
    if (value instanceof Long number) {
      out.writeByte('l');
      out.writeLong(number);
    } else if (value instanceof Double number) {
      out.writeByte('d');
      out.writeDouble(number);
    } else if (value instanceof Boolean flag) {
      out.writeByte('b');
      out.writeBoolean(flag);
    } else {
      out.writeByte('s');
      text(out, value.toString());
    }
  }

  /**
   * @throws IOException if another version has written it, or it is none
   */
  static FinishedLog decode(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("a record of version " + version);
    }
    return new FinishedLog(
        in.readLong(),
        in.readLong(),
        in.readByte(),
        some(in),
        some(in),
        some(in),
        some(in),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readByte(),
        text(in),
        attributes(in),
        text(in),
        text(in),
        text(in),
        in.readInt());
  }

  private static Map<String, Object> attributes(DataInputStream in) throws IOException {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      attributes.put(some(in), value(in));
    }
    return attributes;
  }

  private static Object value(DataInputStream in) throws IOException {
    int type = in.readByte();
    return switch (type) {
      case 'l' -> in.readLong();
      case 'd' -> in.readDouble();
      case 'b' -> in.readBoolean();
      default -> some(in);
    };
  }

  private static String some(DataInputStream in) throws IOException {
    String text = text(in);
    return text == null ? "" : text;
  }

  private static @Nullable String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length == NO_TEXT) {
      return null;
    }
    if (length < 0 || length > in.available()) {
      throw new IOException("a text of " + length + " bytes");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}

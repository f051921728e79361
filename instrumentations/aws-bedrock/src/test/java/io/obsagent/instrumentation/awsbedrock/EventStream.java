// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;

/**
 * Writes {@code application/vnd.amazon.eventstream}: a character is a byte.
 *
 * <pre>
 * length of all │ length of headers │ CRC of both │ headers │ payload │ CRC of all before
 * </pre>
 */
final class EventStream {
  static final String TYPE = "application/vnd.amazon.eventstream";

  private static final int OVERHEAD = 16;
  private static final int STRING = 7;

  private EventStream() {}

  static String event(String type, String payload) {
    return message("event", ":event-type", type, payload);
  }

  static String exception(String type, String payload) {
    return message("exception", ":exception-type", type, payload);
  }

  /** A part of a body, as {@code invokeModelWithResponseStream} answers. */
  static String chunk(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return event(
        "chunk", "{\"bytes\":\"" + Base64.getEncoder().encodeToString(bytes) + "\",\"p\":\"ab\"}");
  }

  private static String message(String kind, String typeHeader, String type, String payload) {
    try {
      ByteArrayOutputStream headers = new ByteArrayOutputStream();
      header(headers, ":message-type", kind);
      header(headers, typeHeader, type);
      header(headers, ":content-type", "application/json");
      byte[] body = payload.getBytes(StandardCharsets.UTF_8);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(all);
      out.writeInt(OVERHEAD + headers.size() + body.length);
      out.writeInt(headers.size());
      out.writeInt(crc(all));
      out.write(headers.toByteArray());
      out.write(body);
      out.writeInt(crc(all));
      return all.toString(StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void header(ByteArrayOutputStream headers, String name, String value)
      throws IOException {
    DataOutputStream out = new DataOutputStream(headers);
    out.writeByte(name.length());
    out.writeBytes(name);
    out.writeByte(STRING);
    out.writeShort(value.length());
    out.writeBytes(value);
  }

  private static int crc(ByteArrayOutputStream written) {
    CRC32 crc = new CRC32();
    crc.update(written.toByteArray());
    return (int) crc.getValue();
  }
}

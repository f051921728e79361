// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.syslog;

import io.obsagent.exporter.transport.ByteOutput;
import io.obsagent.spi.export.FinishedLog;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records as messages of <a href="https://www.rfc-editor.org/rfc/rfc5424">RFC 5424</a>, each behind
 * its length (<a href="https://www.rfc-editor.org/rfc/rfc6587">RFC 6587</a>, octet counting, which
 * RFC 5425 demands). Ids and what the application has put beside its message are structured data;
 * control characters are written as escapes, so that a receiver's file has one line for each. Not
 * thread-safe.
 */
final class SyslogEncoder {
  /** The number is kept for examples: the agent has none of its own. */
  private static final String ELEMENT = "[obs@32473";

  private static final int MAX_NAME = 32;
  private static final int MAX_VALUE = 256;
  private static final long NANOS = 1_000_000_000L;

  private final int facility;
  private final int maxBytes;

  /** Host, application and process, with spaces around. */
  private final String origin;

  private final ByteOutput messages = new ByteOutput();
  private final ByteOutput message = new ByteOutput();
  private final StringBuilder text = new StringBuilder();

  SyslogEncoder(int facility, int maxBytes, Map<String, String> resource, long pid) {
    this.facility = facility;
    this.maxBytes = maxBytes;
    this.origin =
        " "
            + field(resource.get("host.name"), 255)
            + " "
            + field(resource.get("service.name"), 48)
            + " "
            + pid
            + " - ";
  }

  private static String field(@Nullable String value, int max) {
    if (value == null || value.isEmpty()) {
      return "-";
    }
    String printable = value.replaceAll("[^\\x21-\\x7e]", "_");
    return printable.substring(0, Math.min(max, printable.length()));
  }

  /** A view that is good until the next call. */
  ByteBuffer encode(List<FinishedLog> batch) {
    messages.clear();
    for (int i = 0; i < batch.size(); i++) {
      encode(batch.get(i));
      messages.writeUtf8(message.size() + " ");
      ByteBuffer view = message.view();
      messages.writeBytes(view.array(), 0, view.limit());
    }
    return messages.view();
  }

  private void encode(FinishedLog log) {
    text.setLength(0);
    text.append('<').append(facility * 8 + severity(log.severityNumber())).append(">1 ");
    text.append(
        Instant.ofEpochSecond(
                Math.floorDiv(log.epochNanos(), NANOS), Math.floorMod(log.epochNanos(), NANOS))
            .truncatedTo(ChronoUnit.MICROS));
    text.append(origin);
    structuredData(log);
    text.append(' ');
    escaped(log.body(), maxBytes);
    if (log.exceptionStacktrace() != null) {
      text.append("\\n");
      escaped(log.exceptionStacktrace().stripTrailing(), maxBytes);
    }
    message.clear();
    message.writeUtf8(text.toString());
    if (message.size() > maxBytes) {
      message.truncate(wholeCharacters(message.view().array(), maxBytes));
    }
  }

  private static int severity(int number) {
    return number >= 21 ? 2 : number >= 17 ? 3 : number >= 13 ? 4 : number >= 9 ? 6 : 7;
  }

  /** Where to cut UTF-8, at most so many bytes. */
  private static int wholeCharacters(byte[] utf8, int max) {
    int end = max;
    while (end > 0 && (utf8[end] & 0xc0) == 0x80) {
      end--;
    }
    return end;
  }

  private void structuredData(FinishedLog log) {
    text.append(ELEMENT);
    parameter("level", log.severityText());
    parameter("logger", log.logger());
    if (log.spanId() != 0) {
      parameter(
          "trace_id",
          String.format(Locale.ROOT, "%016x%016x", log.traceIdHigh(), log.traceIdLow()));
      parameter("span_id", String.format(Locale.ROOT, "%016x", log.spanId()));
    }
    parameter("correlation_id", log.correlationId());
    parameter("exception_type", log.exceptionType());
    for (Map.Entry<String, Object> attribute : log.attributes().entrySet()) {
      if (text.length() > maxBytes / 2) {
        break; // the message has the other half at least
      }
      parameter(name(attribute.getKey()), attribute.getValue().toString());
    }
    text.append(']');
  }

  private static String name(String key) {
    String name = key.replaceAll("[^\\x21-\\x7e]|[=\\]\"]", "_");
    return name.isEmpty() ? "_" : name.substring(0, Math.min(MAX_NAME, name.length()));
  }

  private void parameter(String name, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return;
    }
    text.append(' ').append(name).append("=\"");
    for (int i = 0; i < Math.min(value.length(), MAX_VALUE); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\' || c == ']') {
        text.append('\\').append(c);
      } else {
        text.append(Character.isISOControl(c) ? ' ' : c);
      }
    }
    text.append('"');
  }

  private void escaped(String value, int max) {
    for (int i = 0; i < Math.min(value.length(), max); i++) {
      char c = value.charAt(i);
      if (!Character.isISOControl(c)) {
        text.append(c);
      } else {
        switch (c) {
          case '\n' -> text.append("\\n");
          case '\r' -> text.append("\\r");
          case '\t' -> text.append("\\t");
          default -> text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
      }
    }
  }
}

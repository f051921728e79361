// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.store;

import io.obsagent.spi.export.FinishedLog;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Some records, one after the other, as bytes. What comes again and again (loggers, threads, keys)
 * stands once in a table and is a number in the record; of texts there are the bytes of UTF-8,
 * which are searched as they are.
 *
 * <pre>
 *   number 8 | time 8 | observed 8 | severity 1 | what there is 1 | level 2 | framework 2 | logger 2
 *   | trace 16, span 8, flags 1 | correlation | body | attributes | exception: type 2, message, stack
 * </pre>
 *
 * Not thread-safe: its ring guards it.
 */
final class Segment {
  static final int SIZE = 256 * 1024;

  private static final int TIME = 8;
  private static final int SEVERITY = 24;
  private static final int FLAGS = 25;
  private static final int LOGGER = 30;
  private static final int TRACE = 32;
  private static final int HAS_TRACE = 1;
  private static final int HAS_CORRELATION = 2;
  private static final int HAS_TYPE = 4;
  private static final int HAS_MESSAGE = 8;
  private static final int HAS_STACKTRACE = 16;
  private static final int MOST_NAMES = 32_000;

  private final RecordBytes bytes;
  private final Names names = new Names();
  private int[] offsets = new int[64];
  private int count;

  Segment() {
    this(new RecordBytes(new byte[SIZE]));
  }

  private Segment(RecordBytes bytes) {
    this.bytes = bytes;
  }

  /** An empty one in the memory of this one, in which nothing is found any more. */
  Segment anew() {
    count = 0;
    bytes.clear();
    return new Segment(bytes);
  }

  /** What it takes, about. */
  long size() {
    return SIZE + names.size() + 4L * offsets.length;
  }

  int count() {
    return count;
  }

  /** Whether there was room. */
  boolean add(long number, FinishedLog log) {
    if (bytes.position() + most(log) > SIZE || names.count() > MOST_NAMES || names.size() > SIZE) {
      return false;
    }
    if (count + 1 >= offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * offsets.length);
    }
    offsets[count] = bytes.position();
    write(number, log);
    count++;
    offsets[count] = bytes.position();
    return true;
  }

  /** Bytes that it takes at most. */
  private static int most(FinishedLog log) {
    int chars = length(log.body()) + length(log.correlationId());
    chars += length(log.exceptionMessage()) + length(log.exceptionStacktrace());
    for (Object value : log.attributes().values()) {
      chars += value instanceof String text ? text.length() : 0;
    }
    return 3 * chars + 16 * log.attributes().size() + 128;
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  private void write(long number, FinishedLog log) {
    String correlation = log.correlationId();
    String type = log.exceptionType();
    String message = log.exceptionMessage();
    String stacktrace = log.exceptionStacktrace();
    bytes.putLong(number);
    bytes.putLong(log.epochNanos());
    bytes.putLong(log.observedEpochNanos());
    bytes.put(log.severityNumber());
    bytes.put(
        (log.spanId() == 0 ? 0 : HAS_TRACE)
            | (correlation == null ? 0 : HAS_CORRELATION)
            | (type == null ? 0 : HAS_TYPE)
            | (message == null ? 0 : HAS_MESSAGE)
            | (stacktrace == null ? 0 : HAS_STACKTRACE));
    bytes.putShort(names.number(log.severityText()));
    bytes.putShort(names.number(log.framework()));
    bytes.putShort(names.number(log.logger()));
    if (log.spanId() != 0) {
      bytes.putLong(log.traceIdHigh());
      bytes.putLong(log.traceIdLow());
      bytes.putLong(log.spanId());
      bytes.put(log.traceFlags());
    }
    putText(correlation);
    bytes.putText(log.body());
    writeAttributes(log.attributes());
    if (type != null) {
      bytes.putShort(names.number(type));
    }
    putText(message);
    putText(stacktrace);
  }

  private void putText(@Nullable String text) {
    if (text != null) {
      bytes.putText(text);
    }
  }

  private void writeAttributes(Map<String, Object> attributes) {
    bytes.put(attributes.size());
    for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
      bytes.putShort(names.number(attribute.getKey()));
      Object value = attribute.getValue();
      if (value instanceof Long number) {
        bytes.put('l');
        bytes.putLong(number);
      } else if (value instanceof Double number) {
        bytes.put('d');
        bytes.putLong(Double.doubleToRawLongBits(number));
      } else if (value instanceof Boolean truth) {
        bytes.put(truth ? 't' : 'f');
      } else {
        bytes.put('s');
        bytes.putText(value.toString());
      }
    }
  }

  /** Gives those that match to {@code hits}, the newest first. */
  void search(LogQuery query, byte[] needle, Hits hits) {
    boolean[] loggers = names.matching(query::matchesLogger);
    for (int i = count - 1; i >= 0; i--) {
      int at = offsets[i];
      if (bytes.getByte(at + SEVERITY) >= query.least()
          && bytes.getLong(at + TIME) >= query.sinceNanos()
          && loggers[bytes.getShort(at + LOGGER)]
          && (query.trace() == null || hasTrace(at, query))
          && (query.correlation() == null || query.correlation().equals(correlation(at)))
          && (needle.length == 0 || bytes.contains(needle, texts(at), offsets[i + 1]))) {
        hits.add(bytes.getLong(at), this, at);
      }
    }
  }

  private boolean hasTrace(int at, LogQuery query) {
    return (bytes.getByte(at + FLAGS) & HAS_TRACE) != 0
        && bytes.getLong(at + TRACE) == query.traceHigh()
        && bytes.getLong(at + TRACE + 8) == query.traceLow();
  }

  private @Nullable String correlation(int at) {
    return (bytes.getByte(at + FLAGS) & HAS_CORRELATION) == 0
        ? null
        : new Reading(bytes, texts(at)).text();
  }

  private int texts(int at) {
    return at + TRACE + ((bytes.getByte(at + FLAGS) & HAS_TRACE) == 0 ? 0 : 25);
  }

  /** The record that begins at a place. */
  FinishedLog read(int at) {
    int flags = bytes.getByte(at + FLAGS);
    boolean traced = (flags & HAS_TRACE) != 0;
    Reading in = new Reading(bytes, texts(at));
    String correlation = (flags & HAS_CORRELATION) == 0 ? null : in.text();
    String body = in.text();
    Map<String, Object> attributes = in.attributes(names);
    String type = (flags & HAS_TYPE) == 0 ? null : names.name(in.number());
    String message = (flags & HAS_MESSAGE) == 0 ? null : in.text();
    String stacktrace = (flags & HAS_STACKTRACE) == 0 ? null : in.text();
    return new FinishedLog(
        bytes.getLong(at + TIME),
        bytes.getLong(at + TIME + 8),
        bytes.getByte(at + SEVERITY),
        names.name(bytes.getShort(at + LOGGER - 4)),
        body,
        names.name(bytes.getShort(at + LOGGER - 2)),
        names.name(bytes.getShort(at + LOGGER)),
        traced ? bytes.getLong(at + TRACE) : 0,
        traced ? bytes.getLong(at + TRACE + 8) : 0,
        traced ? bytes.getLong(at + TRACE + 16) : 0,
        traced ? bytes.getByte(at + TRACE + 24) : 0,
        correlation,
        attributes,
        type,
        message,
        stacktrace,
        in.position() - at);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.format;

import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.logs.LogRecord;
import io.obsagent.spi.redact.Redaction;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Events as lines of JSON. A line costs its own bytes and little else: buffers go round among the
 * threads that log. They are not kept for threads, of which there may be a million virtual ones, or
 * some that outlive their application. Thread-safe.
 */
public final class JsonLines {
  private static final int BUFFERS = 32;

  private final AtomicReferenceArray<@Nullable JsonBuffer> buffers =
      new AtomicReferenceArray<>(BUFFERS);
  private final JsonKind kind;
  private final @Nullable Redaction redaction;

  /**
   * @param format {@code json}, {@code plain}, {@code ecs}, {@code logstash} or {@code otel}
   * @param resource attributes of this process
   * @param redaction of texts that the application has written, or null
   */
  public JsonLines(String format, Map<String, String> resource, @Nullable Redaction redaction) {
    this.kind = JsonKind.of(format, resource);
    this.redaction = redaction;
  }

  /** One line with its line feed, in UTF-8. Throws nothing. */
  public byte[] format(LogRecord record) {
    JsonBuffer out = take();
    try {
      kind.write(out, new RecordLine(record, redaction));
    } catch (RuntimeException | StackOverflowError ofTheApplicationsObjects) {
      out.truncate(0);
      kind.write(out, new RecordLine(withoutObjects(record), redaction));
    }
    return end(out);
  }

  /** The same of what is redacted already. */
  public byte[] format(FinishedLog log) {
    JsonBuffer out = take();
    kind.write(out, new FinishedLine(log));
    return end(out);
  }

  /** What cannot do any harm: a map that is changed meanwhile, say, is left out. */
  private static LogRecord withoutObjects(LogRecord record) {
    return new LogRecord(
        record.framework(),
        record.epochNanos(),
        record.severity(),
        record.level(),
        record.logger(),
        record.thread(),
        record.message(),
        null,
        null,
        Map.of(),
        List.of(),
        List.of(),
        record.trace());
  }

  private JsonBuffer take() {
    JsonBuffer free = buffers.getAndSet(slot(), null);
    return free == null ? new JsonBuffer() : free;
  }

  private byte[] end(JsonBuffer out) {
    byte[] line = out.raw('\n').toBytes();
    if (out.recycle()) {
      buffers.setRelease(slot(), out);
    }
    return line;
  }

  private static int slot() {
    return (int) Thread.currentThread().getId() & BUFFERS - 1;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

import io.obsagent.instrumentation.shared.logging.JsonOutput;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.logs.LogFormats;
import io.obsagent.spi.logs.LogFormatter;
import io.obsagent.spi.telemetry.WeakMap;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.FileManager;
import org.apache.logging.log4j.core.appender.OutputStreamManager;
import org.apache.logging.log4j.core.layout.ByteBufferDestination;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.jspecify.annotations.Nullable;

/**
 * In a layout's place for one event. It is made for each, as the layout knows its configuration and
 * that knows all appenders: nothing of the agent's may hold it.
 */
final class JsonLayout implements Layout<String> {
  private static final Guard GUARD = Guard.of(JsonLayout.class);
  private static final byte[] NOTHING = {};
  private static final String SOCKETS = "org.apache.logging.log4j.core.net.";

  private static final Set<String> CALLER_WORDS =
      Set.of("C", "class", "F", "file", "l", "location", "L", "line", "M", "method");
  private static final int MOST_PATTERNS = 256;
  private static final Map<String, Boolean> TELL_CALLER = new ConcurrentHashMap<>();

  /** Of managers that have a file beside theirs; appenders with one file have one manager. */
  private static final WeakMap<OutputStreamManager, JsonOutput> OUTPUTS = new WeakMap<>();

  private final Layout<?> original;
  private final OutputStreamManager manager;

  private JsonLayout(Layout<?> original, OutputStreamManager manager) {
    this.original = original;
    this.manager = manager;
  }

  /** Lines by a pattern, of one that does not write JSON itself, to a console or a file. */
  static @Nullable Layout<?> inPlaceOf(@Nullable Layout<?> layout, OutputStreamManager manager) {
    return layout instanceof PatternLayout pattern
            && !JsonOutput.isJson(pattern.getConversionPattern())
            && !manager.getClass().getName().startsWith(SOCKETS)
        ? new JsonLayout(layout, manager)
        : layout;
  }

  /** Asked for each event: patterns are few, and long known. */
  private boolean tellsCaller() {
    String pattern = ((PatternLayout) original).getConversionPattern();
    if (pattern == null) {
      return false;
    }
    Boolean known = TELL_CALLER.get(pattern);
    if (known == null) {
      known = JsonOutput.asksForCaller(pattern, CALLER_WORDS);
      if (TELL_CALLER.size() < MOST_PATTERNS) {
        TELL_CALLER.put(pattern, known);
      }
    }
    return known;
  }

  static void rolled(OutputStreamManager manager) {
    JsonOutput output = OUTPUTS.isEmpty() ? null : OUTPUTS.get(manager);
    if (output != null) {
      output.rolled();
    }
  }

  static void closed(OutputStreamManager manager) {
    JsonOutput output = OUTPUTS.isEmpty() ? null : OUTPUTS.get(manager);
    if (output != null) {
      output.closed();
    }
  }

  private static @Nullable Path file(Object manager) {
    if (manager instanceof FileManager file) {
      return file.getFileName() == null ? null : Path.of(file.getFileName());
    }
    String type = manager.getClass().getSimpleName();
    boolean named =
        type.equals("RandomAccessFileManager") || type.equals("MemoryMappedFileManager");
    return named && manager instanceof OutputStreamManager writing
        ? Path.of(writing.getName())
        : null;
  }

  /** What is written in the event's place, nothing included; or null for what is configured. */
  private byte @Nullable [] line(LogEvent event) {
    try {
      LogFormatter formatter = LogFormats.current();
      if (formatter == null) {
        return null;
      }
      if (formatter.mode() == LogFormatter.Mode.OVERRIDE) {
        return formatter.format(EventRecord.forLine(event, tellsCaller()));
      }
      JsonOutput output = OUTPUTS.get(manager);
      if (output == null) {
        output = OUTPUTS.putIfAbsent(manager, new JsonOutput(manager, JsonLayout::file));
      }
      return output.isOn(formatter)
              && output.write(
                  formatter, formatter.format(EventRecord.forLine(event, tellsCaller())))
          ? NOTHING
          : null;
    } catch (Throwable e) {
      GUARD.caught(e);
      return null;
    }
  }

  @Override
  public void encode(LogEvent event, ByteBufferDestination destination) {
    byte[] line = line(event);
    if (line == null) {
      original.encode(event, destination);
    } else {
      write(line, destination);
    }
  }

  /** As destinations of all versions take it; one line is written by one thread. */
  private static void write(byte[] line, ByteBufferDestination destination) {
    synchronized (destination) {
      ByteBuffer buffer = destination.getByteBuffer();
      for (int at = 0; at < line.length; ) {
        if (!buffer.hasRemaining()) {
          buffer = destination.drain(buffer);
        }
        int length = Math.min(buffer.remaining(), line.length - at);
        buffer.put(line, at, length);
        at += length;
      }
    }
  }

  @Override
  public byte[] toByteArray(LogEvent event) {
    byte[] line = line(event);
    return line == null ? original.toByteArray(event) : line;
  }

  @Override
  public String toSerializable(LogEvent event) {
    return new String(toByteArray(event), StandardCharsets.UTF_8);
  }

  @Override
  public byte[] getHeader() {
    return original.getHeader();
  }

  @Override
  public byte[] getFooter() {
    return original.getFooter();
  }

  @Override
  public String getContentType() {
    return original.getContentType();
  }

  @Override
  public Map<String, String> getContentFormat() {
    return original.getContentFormat();
  }
}

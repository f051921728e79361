// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing.exporter;

import io.obsagent.spi.logs.LogRecord;
import io.obsagent.spi.logs.LogSink;
import io.obsagent.spi.logs.LoggerControl;
import io.obsagent.spi.logs.Logs;
import io.obsagent.spi.logs.Severity;
import io.obsagent.spi.telemetry.LogFields;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What instrumentations tell of logging, in types of the JDK, where the test's class loader reaches
 * it. Thread-safe.
 */
final class LogRecorder implements LogSink {
  /** Key of a {@code Queue<Map<String, Object>>} among the system properties. */
  static final String RECORDS = "obs.testing.logs";

  /** Key of an {@code AtomicBoolean}: whether records are wanted. */
  static final String WANTED = "obs.testing.logs.wanted";

  /** Key of a {@code Function<String, Long>}: framework → how many events have been counted. */
  static final String COUNTS = "obs.testing.logs.counts";

  /**
   * Key of a {@code Function<String, Map<String, String[]>>}: framework → logger → its level and
   * effective level.
   */
  static final String LEVELS = "obs.testing.logs.levels";

  /** Key of a {@code BiConsumer<String, String[]>}: framework, and logger and level or null. */
  static final String SET_LEVEL = "obs.testing.logs.setlevel";

  private static final int MAX_LOGGERS = 10_000;

  private final Queue<Map<String, Object>> records = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean wanted = new AtomicBoolean(true);
  private final Map<String, CountingSource> sources = new ConcurrentHashMap<>();
  private final List<Registered> registered = new CopyOnWriteArrayList<>();

  private record Registered(WeakReference<Object> context, WeakReference<LoggerControl> control) {}

  private LogRecorder() {}

  static void install() {
    LogRecorder recorder = new LogRecorder();
    Function<String, Long> counts = recorder::count;
    Function<String, Map<String, @Nullable String[]>> levels = recorder::levels;
    BiConsumer<String, @Nullable String[]> setLevel = recorder::setLevel;
    System.getProperties().put(RECORDS, recorder.records);
    System.getProperties().put(WANTED, recorder.wanted);
    System.getProperties().put(COUNTS, counts);
    System.getProperties().put(LEVELS, levels);
    System.getProperties().put(SET_LEVEL, setLevel);
    Logs.install(recorder);
  }

  @Override
  public Source source(String framework) {
    return sources.computeIfAbsent(framework, ignored -> new CountingSource());
  }

  @Override
  public void register(Object context, LoggerControl control) {
    registered.add(new Registered(new WeakReference<>(context), new WeakReference<>(control)));
  }

  private long count(String framework) {
    CountingSource source = sources.get(framework);
    return source == null ? 0 : source.events.sum();
  }

  private Map<String, @Nullable String[]> levels(String framework) {
    Map<String, @Nullable String[]> levels = new LinkedHashMap<>();
    for (LoggerControl control : controls(framework)) {
      for (LoggerControl.State state : control.loggers(MAX_LOGGERS)) {
        Severity level = state.level();
        levels.putIfAbsent(
            state.logger(),
            new @Nullable String[] {level == null ? null : level.name(), state.effective().name()});
      }
    }
    return levels;
  }

  private void setLevel(String framework, @Nullable String[] loggerAndLevel) {
    String level = loggerAndLevel[1];
    for (LoggerControl control : controls(framework)) {
      control.setLevel(
          String.valueOf(loggerAndLevel[0]), level == null ? null : Severity.valueOf(level));
    }
  }

  /** Newest first. */
  private List<LoggerControl> controls(String framework) {
    List<LoggerControl> controls = new ArrayList<>();
    for (Registered each : registered) {
      LoggerControl control = each.control().get();
      if (control == null || each.context().get() == null) {
        registered.remove(each);
      } else if (control.framework().equals(framework)) {
        controls.add(0, control);
      }
    }
    return controls;
  }

  private final class CountingSource implements Source {
    private final LongAdder events = new LongAdder();

    @Override
    public boolean wants(Severity severity) {
      events.increment();
      return wanted.get();
    }

    @Override
    public void accept(LogRecord record) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("framework", record.framework());
      map.put("epochNanos", record.epochNanos());
      map.put("severity", record.severity().name());
      map.put("level", record.level());
      map.put("logger", record.logger());
      map.put("thread", record.thread());
      map.put("message", record.message());
      map.put("template", record.template());
      map.put("thrown", record.thrown());
      map.put("mdc", record.mdc());
      map.put("markers", record.markers());
      map.put("fields", record.fields());
      LogFields trace = record.trace();
      map.put("traceId", trace == null ? null : trace.traceId());
      map.put("spanId", trace == null ? null : trace.spanId());
      map.put("correlationId", trace == null ? null : trace.correlationId());
      records.add(map);
    }
  }
}

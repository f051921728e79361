// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs;

import io.obsagent.logs.files.LogFiles;
import io.obsagent.logs.levels.Levels;
import io.obsagent.logs.store.Intake;
import io.obsagent.logs.store.LogStreams;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.logs.LogSink;
import io.obsagent.spi.logs.LoggerControl;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.telemetry.Telemetry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the frameworks' records meet the agent. What reads them is made once both are there: a
 * framework that logs, and the agent with its options. Until then records wait in the intake.
 * Thread-safe.
 */
public final class LogHub implements LogSink {
  private final Map<String, Source> sources = new ConcurrentHashMap<>();
  private final Supplier<Metrics> metrics;
  private final Predicate<FinishedLog> out;
  private final Levels levels = new Levels();
  private @Nullable Intake intake;
  private @Nullable AgentContext context;
  private @Nullable LogEngine engine;
  private @Nullable LogStreams streams;
  private boolean closed;

  /** For the service loader. */
  public LogHub() {
    this(Telemetry::metrics, LogHub::handOn);
  }

  /**
   * @param metrics asked when the first framework logs
   * @param out gets each record that is kept; answers whether it had room for it
   */
  LogHub(Supplier<Metrics> metrics, Predicate<FinishedLog> out) {
    this.metrics = metrics;
    this.out = out;
  }

  /** To the agent's own files, and to the exporters. */
  private static boolean handOn(FinishedLog log) {
    LogFiles files = LogFiles.current();
    if (files != null) {
      files.accept(log);
    }
    return Telemetry.provider().submit(log) || files != null;
  }

  @Override
  public Source source(String framework) {
    return sources.computeIfAbsent(framework, name -> intake().source(name));
  }

  private synchronized Intake intake() {
    Intake known = intake;
    if (known == null) {
      known = new Intake(metrics.get());
      intake = known;
      begin();
    }
    return known;
  }

  @Override
  public void register(Object owner, LoggerControl control) {
    levels.register(owner, control);
    intake();
  }

  /** The agent has its options. */
  synchronized void start(AgentContext started) {
    context = started;
    begin();
  }

  private void begin() {
    Intake records = intake;
    AgentContext started = context == null ? LogsService.context() : context;
    if (records == null || started == null || engine != null || closed) {
      return;
    }
    if (!started.config().get(LogOptions.ENABLED)) {
      records.close();
    }
    engine = new LogEngine(records, started, streams(), levels, out);
    engine.start();
  }

  Levels levels() {
    return levels;
  }

  /** What reads the records; null as long as nothing logs. */
  synchronized @Nullable LogEngine engine() {
    return engine;
  }

  /** Who follows the log, whether there is one yet or not. */
  synchronized LogStreams streams() {
    LogStreams known = streams;
    if (known == null) {
      known = new LogStreams();
      streams = known;
    }
    return known;
  }

  @Override
  public void close() {
    LogEngine running;
    LogStreams followed;
    synchronized (this) {
      closed = true;
      running = engine;
      followed = streams;
      if (intake != null) {
        intake.close();
      }
    }
    if (running != null) {
      running.close();
    } else if (followed != null) {
      followed.close();
    }
  }
}

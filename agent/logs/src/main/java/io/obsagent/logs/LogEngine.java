// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs;

import io.obsagent.logs.levels.Levels;
import io.obsagent.logs.patterns.KnownPatterns;
import io.obsagent.logs.patterns.Patterns;
import io.obsagent.logs.redact.RedactOptions;
import io.obsagent.logs.store.Demand;
import io.obsagent.logs.store.ErrorCounts;
import io.obsagent.logs.store.Finisher;
import io.obsagent.logs.store.Intake;
import io.obsagent.logs.store.LogStore;
import io.obsagent.logs.store.LogStreams;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.HeapBudget;
import io.obsagent.spi.event.Events;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.logs.LogRecord;
import io.obsagent.spi.logs.Severity;
import io.obsagent.spi.metrics.Metrics.Counter.Series;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.service.AgentLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Takes records out of the intake, on a thread of its own, and gives each to all that want it: the
 * memory, the patterns, the streams, and the exporters.
 */
final class LogEngine implements AgentLoop.Turn {
  private static final int BATCH = 256;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long TELLS_EVERY = TimeUnit.SECONDS.toNanos(10);
  private static final long LAST_TURNS = TimeUnit.SECONDS.toNanos(2);

  private final Intake intake;
  private final Config config;
  private final Finisher finisher;
  private final LogStore store;
  private final LogStreams streams;
  private final Levels levels;
  private final Predicate<FinishedLog> out;
  private final ErrorCounts errors;
  private final Patterns patterns;
  private final Series failed;
  private final AgentLoop loop = new AgentLoop("logs", this);
  private final Demand demand = new Demand(System.nanoTime());
  private final List<LogRecord> batch = new ArrayList<>(BATCH);
  private long second = System.nanoTime();
  private long toldNanos = second;
  private volatile int maxRate;
  private int wanted = Demand.UNBOUNDED;
  private long sampledOut;
  private boolean configured;

  LogEngine(
      Intake intake,
      AgentContext context,
      LogStreams streams,
      Levels levels,
      Predicate<FinishedLog> out) {
    this.intake = intake;
    this.streams = streams;
    this.levels = levels;
    this.out = out;
    this.config = context.config();
    this.finisher = new Finisher(RedactOptions.of(config));
    this.store = new LogStore(HeapBudget.bytes(config, LogOptions.MEMORY));
    this.errors = new ErrorCounts(context.metrics());
    this.patterns =
        new Patterns(
            context.metrics(),
            Events::publish,
            KnownPatterns.in(config.get(AgentContext.DATA_DIRECTORY)),
            System.currentTimeMillis() + config.get(LogOptions.LEARNS).toMillis());
    this.failed = context.metrics().dropped("logs", "failed");
  }

  void start() {
    useOptions();
    config.onChange(LogOptions.LEVEL, level -> useOptions());
    config.onChange(LogOptions.MAX_RATE, rate -> useOptions());
    RedactOptions.onChange(config, this::useOptions);
    config.onChange(LevelOptions.ROOT, root -> levels.configure(LevelOptions.of(config)));
    config.onChange(LevelOptions.LEVELS, all -> levels.configure(LevelOptions.of(config)));
    intake.wakes(loop::wake);
    loop.start();
  }

  private void useOptions() {
    Severity threshold = Severity.of(config.get(LogOptions.LEVEL));
    intake.threshold(threshold == null ? Severity.INFO : threshold);
    maxRate = config.get(LogOptions.MAX_RATE);
    intake.rate(maxRate);
    finisher.use(RedactOptions.of(config));
  }

  /**
   * While more comes than is of use, it works half of the time at most, however few cores it is
   * given: the application needs these.
   */
  @Override
  public long run() {
    long begin = System.nanoTime();
    int taken = take();
    long now = System.nanoTime();
    boolean flooded = intake.isFlooded();
    if (now - second >= SECOND) {
      second = now;
      wanted = demand.rate(now);
      sampledOut += intake.nextSecond(wanted);
      tellOfSampling();
    }
    if (!configured) {
      // Here, as a thread that registers a framework may hold its locks.
      configured = true;
      levels.configure(LevelOptions.of(config));
    }
    levels.tick();
    return taken < BATCH ? PAUSE : flooded ? now - begin : 0;
  }

  private int take() {
    int taken = intake.drainTo(batch, BATCH);
    for (LogRecord record : batch) {
      keep(record);
    }
    batch.clear();
    return taken;
  }

  /** A record that cannot be read costs no other. */
  private void keep(LogRecord record) {
    try {
      FinishedLog log = finisher.finish(record, nowNanos());
      patterns.add(log, finisher.template(record));
      if (record.severity().compareTo(Severity.ERROR) >= 0) {
        errors.count(record);
      }
      keep(log);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      failed.add(1);
      AgentLog.limited(AgentLog.Level.WARN, "logs", () -> "a log record was lost: " + e);
    }
  }

  private void keep(FinishedLog log) {
    store.add(log);
    streams.publish(log);
    demand.count(out.test(log));
  }

  private void tellOfSampling() {
    long now = System.nanoTime();
    if (sampledOut == 0 || now - toldNanos < TELLS_EVERY) {
      return;
    }
    String told =
        sampledOut
            + " records were left out in the last seconds: more than "
            + Math.min(maxRate, wanted)
            + " came in a second "
            + (wanted < maxRate ? "and exporters do not take more" : "(logs.max-rate)");
    toldNanos = now;
    sampledOut = 0;
    long time = nowNanos();
    Map<String, Object> attributes = Map.of(Finisher.THREAD, Thread.currentThread().getName());
    keep(
        new FinishedLog(
            time,
            time,
            Severity.WARN.number(),
            "WARN",
            told,
            "obs-agent",
            "io.obsagent.logs",
            0,
            0,
            0,
            (byte) 0,
            null,
            attributes,
            null,
            null,
            null,
            2 * told.length()));
  }

  private static long nowNanos() {
    return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
  }

  @Override
  public void end() {
    while (take() == BATCH) {
      continue;
    }
    streams.close();
  }

  LogStore store() {
    return store;
  }

  Patterns patterns() {
    return patterns;
  }

  void close() {
    loop.close();
    loop.join(System.nanoTime() + LAST_TURNS, () -> {});
  }
}

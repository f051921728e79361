// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.store;

import io.obsagent.spi.logs.LogRecord;
import io.obsagent.spi.logs.LogSink;
import io.obsagent.spi.logs.Severity;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.metrics.Metrics.Counter.Series;
import io.obsagent.spi.service.AgentThread;
import io.obsagent.spi.service.BoundedQueue;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where records come from the application's threads: counted, sampled down when there are too many,
 * and left in a queue that is bounded by number and by the characters of the texts in it. Records
 * wait here until the agent has started. Thread-safe.
 */
public final class Intake {
  public static final MetricDefinition EVENTS =
      MetricDefinition.counter(
              "log_events_total",
              "Events that the application has logged, by level and framework, whether they were"
                  + " kept or not.")
          .unit("{event}")
          .labels("level", "framework");

  /** OFF is the last, and no event has it. */
  private static final Severity[] SEVERITIES = Severity.values();

  /** Some seconds of a busy application, while the agent starts. */
  static final int CAPACITY = 16_384;

  private static final long MOST_CHARS = 8L << 20;
  private static final long LEAST_CHARS = 1L << 20;

  /** What waits is copied by each collection of garbage: a 64th part of a small heap at most. */
  private static final int PART = 64;

  /** While no exporter follows, what waits below WARN is only more that will be dropped. */
  private static final int BOUND_PART = 4;

  private static final int USUAL_RATE = 10_000;

  private final Metrics metrics;
  private final BoundedQueue<LogRecord> queue = new BoundedQueue<>(CAPACITY);
  private final long usualChars;
  private volatile long mostChars = MOST_CHARS;
  private final AtomicLong chars = new AtomicLong();
  private final Flood ordinary = new Flood(USUAL_RATE);
  private final Flood grave = new Flood(USUAL_RATE);
  private final Series sampled;
  private final Series full;
  private volatile Severity threshold = Severity.INFO;
  private volatile boolean open = true;
  private volatile Runnable wake = () -> {};

  public Intake(Metrics metrics) {
    this(metrics, Runtime.getRuntime().maxMemory());
  }

  /**
   * @param heap in bytes
   */
  Intake(Metrics metrics, long heap) {
    this.metrics = metrics;
    this.usualChars = Math.max(LEAST_CHARS, Math.min(MOST_CHARS, heap / PART));
    this.sampled = metrics.dropped("logs", "sampled");
    this.full = metrics.dropped("logs", "intake_full");
  }

  /** From which severity on records are kept. */
  public void threshold(Severity severity) {
    threshold = severity;
  }

  /** How many events a second are kept before they are sampled, below WARN and from there on. */
  public void rate(int events) {
    ordinary.most(events);
    grave.most(events);
  }

  /**
   * Called each second by the reader.
   *
   * @param ofUse how many of those below WARN are of use in the next one, whatever the rate is;
   *     {@link Demand}
   * @return how many events were sampled out in the last one
   */
  public long nextSecond(int ofUse) {
    long sampledOut = ordinary.next() + grave.next();
    ordinary.bound(ofUse);
    return sampledOut;
  }

  /** Whether more comes just now than is kept. */
  public boolean isFlooded() {
    return ordinary.isOver() || grave.isOver();
  }

  /**
   * There is somebody who reads, so less has to wait.
   *
   * @param reader called when half the queue is full, on the thread that logs
   */
  public void wakes(Runnable reader) {
    wake = reader;
    mostChars = usualChars;
  }

  /** From now on events are counted, and none is kept. */
  public void close() {
    open = false;
  }

  public LogSink.Source source(String framework) {
    return new Source(framework);
  }

  /** Moves up to {@code max} records in order; for the one reader. */
  public int drainTo(List<LogRecord> target, int max) {
    int from = target.size();
    int taken = queue.drainTo(target, max);
    long read = 0;
    for (int i = from; i < target.size(); i++) {
      read += length(target.get(i));
    }
    chars.addAndGet(-read);
    return taken;
  }

  private static int length(LogRecord record) {
    return 128 + record.message().length() + 32 * (record.mdc().size() + record.fields().size());
  }

  private void accept(LogRecord record) {
    if (!open) {
      return;
    }
    int length = length(record);
    long most = most(record.severity());
    long before = chars.getAndAdd(length);
    int waiting = before + length > most ? -1 : queue.offer(record);
    if (waiting < 0) {
      chars.addAndGet(-length);
      full.add(1);
    } else if (waiting == CAPACITY / 2 || before < most / 2 && before + length >= most / 2) {
      wake.run();
    }
  }

  /** Characters that may wait when one of this severity comes. */
  private long most(Severity severity) {
    boolean isLess = ordinary.isBound() && severity.compareTo(Severity.WARN) < 0;
    return isLess ? mostChars / BOUND_PART : mostChars;
  }

  private boolean admits(Severity severity) {
    if (!open || severity.compareTo(threshold) < 0 || AgentThread.isCurrent()) {
      return false;
    }
    if (queue.size() >= CAPACITY || chars.get() > most(severity)) {
      // Before anybody makes a record of it.
      full.add(1);
      return false;
    }
    Flood flood = severity.compareTo(Severity.WARN) < 0 ? ordinary : grave;
    if (flood.admits()) {
      return true;
    }
    sampled.add(1);
    return false;
  }

  private final class Source implements LogSink.Source {
    private final Series[] counts = new Series[SEVERITIES.length - 1];

    Source(String framework) {
      Metrics.Counter events = metrics.counter(EVENTS);
      for (int i = 0; i < counts.length; i++) {
        counts[i] = events.labels(SEVERITIES[i].name().toLowerCase(Locale.ROOT), framework);
      }
    }

    @Override
    public boolean wants(Severity severity) {
      counts[severity.ordinal()].add(1);
      return admits(severity);
    }

    @Override
    public void accept(LogRecord record) {
      Intake.this.accept(record);
    }
  }
}

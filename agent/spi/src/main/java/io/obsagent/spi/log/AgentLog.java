// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.log;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The agent's own log. Never called on the request path, except for a failure, and then by {@link
 * #limited}. Uses no logging framework: touching one could set up the application's before its
 * time. Thread-safe.
 */
public final class AgentLog {
  /** Severity, in rising order. */
  public enum Level {
    DEBUG,
    INFO,
    WARN,
    ERROR,
    OFF
  }

  /** Where lines go; installed by core. */
  @FunctionalInterface
  public interface Sink {
    void write(Level level, String message, @Nullable Throwable cause);
  }

  private static final long MINUTE_NANOS = 60_000_000_000L;

  /** Enough for every place that reports; beyond it, places share one slot. */
  private static final int MAX_PLACES = 256;

  private static final ConcurrentHashMap<String, Long> LAST = new ConcurrentHashMap<>();
  private static volatile Level threshold = Level.WARN;
  private static volatile Sink sink = AgentLog::writeToStderr;

  private AgentLog() {}

  public static void install(Level newThreshold, Sink newSink) {
    threshold = newThreshold;
    sink = newSink;
  }

  public static void setThreshold(Level newThreshold) {
    threshold = newThreshold;
  }

  public static boolean isEnabled(Level level) {
    return level.compareTo(threshold) >= 0;
  }

  public static void debug(String message) {
    log(Level.DEBUG, message, null);
  }

  public static void info(String message) {
    log(Level.INFO, message, null);
  }

  public static void warn(String message) {
    log(Level.WARN, message, null);
  }

  public static void error(String message, @Nullable Throwable cause) {
    log(Level.ERROR, message, cause);
  }

  /**
   * Writes at most one line a minute for each place.
   *
   * @param place a constant that names the place, e.g. {@code exporter.jaeger}
   */
  public static void limited(Level level, String place, String message) {
    if (isDue(place)) {
      log(level, message, null);
    }
  }

  /** The same, of a message that is costly to make. */
  public static void limited(Level level, String place, Supplier<String> message) {
    if (isEnabled(level) && isDue(place)) {
      log(level, message.get(), null);
    }
  }

  private static boolean isDue(String place) {
    String slot = LAST.size() < MAX_PLACES || LAST.containsKey(place) ? place : "(more)";
    long now = System.nanoTime();
    Long last = LAST.get(slot);
    return last == null
        ? LAST.putIfAbsent(slot, now) == null
        : now - last >= MINUTE_NANOS && LAST.replace(slot, last, now);
  }

  private static void log(Level level, String message, @Nullable Throwable cause) {
    if (isEnabled(level)) {
      sink.write(level, message, cause);
    }
  }

  private static void writeToStderr(Level level, String message, @Nullable Throwable cause) {
    System.err.println(
        "[obs-agent] " + level + " " + message + (cause == null ? "" : ": " + cause));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.levels;

import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.logs.LoggerControl;
import io.obsagent.spi.logs.LoggerControl.State;
import io.obsagent.spi.logs.Severity;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One context of a logging framework, and what the agent has changed in it: for each logger the
 * level that it had, and those that the file and somebody else want. Where nobody wants one any
 * more, the logger gets back what it had, unless the application has changed it meanwhile. Not
 * thread-safe.
 */
final class Context {
  static final int MOST_LOGGERS = 10_000;
  private static final int MOST_CHANGES = 1_000;

  /** Applications configure their logging anew while they start. */
  private static final long SETTLES = TimeUnit.MINUTES.toNanos(2);

  private static final long LOOKS_EVERY = TimeUnit.SECONDS.toNanos(5);

  private final WeakReference<Object> owner;
  private final WeakReference<LoggerControl> control;
  private final String framework;
  private final Map<String, Change> changes = new HashMap<>();
  private final long since;
  private long looked;

  Context(WeakReference<Object> owner, LoggerControl control, long nowNanos) {
    this.owner = owner;
    this.control = new WeakReference<>(control);
    this.framework = control.framework();
    this.since = nowNanos;
    this.looked = nowNanos;
  }

  boolean isGone() {
    return owner.refersTo(null) || control.refersTo(null);
  }

  String framework() {
    return framework;
  }

  /** All loggers; none if the framework fails. */
  List<State> loggers() {
    LoggerControl known = control.get();
    try {
      return known == null ? List.of() : known.loggers(MOST_LOGGERS);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      told(e);
      return List.of();
    }
  }

  /** What somebody wants for a while; null as long as nothing else is said. */
  @Nullable Change change(String logger) {
    return changes.get(logger);
  }

  /** What the file wants; null for nothing. */
  void configure(String logger, @Nullable Severity level) {
    Change change = changeFor(logger, level);
    if (change != null) {
      change.configured = level;
      apply(logger, change);
    }
  }

  /**
   * What somebody wants, for a while.
   *
   * @param level null for what counted before
   * @param until nanoseconds of the clock, or null for as long as nobody says otherwise
   * @return whether it is so now
   */
  boolean override(String logger, @Nullable Severity level, @Nullable Long until) {
    Change change = changeFor(logger, level);
    if (change == null) {
      return level == null;
    }
    change.wanted = level;
    change.until = level == null ? null : until;
    return apply(logger, change);
  }

  private @Nullable Change changeFor(String logger, @Nullable Severity level) {
    Change known = changes.get(logger);
    if (known != null || level == null || changes.size() >= MOST_CHANGES) {
      return known;
    }
    Change made = new Change(levelOf(logger));
    changes.put(logger, made);
    return made;
  }

  private @Nullable Severity levelOf(String logger) {
    for (State state : loggers()) {
      if (state.logger().equals(logger)) {
        return state.level();
      }
    }
    return null;
  }

  private boolean apply(String logger, Change change) {
    Severity next = change.next();
    if (next != null) {
      change.set = next;
      return set(logger, next);
    }
    changes.remove(logger);
    boolean untouched = levelOf(logger) == change.set;
    boolean rootless = logger.isEmpty() && change.before == null;
    return !untouched || rootless || set(logger, change.before);
  }

  private boolean set(String logger, @Nullable Severity level) {
    LoggerControl known = control.get();
    if (known == null) {
      return false;
    }
    try {
      known.setLevel(logger, level);
      return true;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      told(e);
      return false;
    }
  }

  private void told(Throwable e) {
    AgentLog.limited(
        AgentLog.Level.WARN, "logs.levels", () -> "levels of " + framework() + " failed: " + e);
  }

  /** Ends what has lasted long enough; calls back for each. */
  void expire(long nowNanos, Consumer<String> ended) {
    for (String logger : List.copyOf(changes.keySet())) {
      Change change = changes.get(logger);
      if (change != null && change.until != null && nowNanos - change.until >= 0) {
        override(logger, null, null);
        ended.accept(logger);
      }
    }
  }

  /** Sets levels again that the application has reset while it starts. */
  void settle(long nowNanos) {
    if (changes.isEmpty() || nowNanos - since > SETTLES || nowNanos - looked < LOOKS_EVERY) {
      return;
    }
    looked = nowNanos;
    Map<String, State> states = new HashMap<>();
    loggers().forEach(state -> states.put(state.logger(), state));
    changes.forEach(
        (logger, change) -> {
          State state = states.get(logger);
          Severity level = state == null ? null : state.level();
          if (level != change.set) {
            change.before = level;
            set(logger, change.set);
          }
        });
  }

  /** Of one logger. */
  static final class Change {
    private @Nullable Severity before;
    private @Nullable Severity configured;
    private @Nullable Severity wanted;
    private @Nullable Severity set;
    @Nullable Long until;

    Change(@Nullable Severity before) {
      this.before = before;
    }

    private @Nullable Severity next() {
      return wanted == null ? configured : wanted;
    }
  }
}

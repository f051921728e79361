// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.levels;

import io.obsagent.spi.event.Event;
import io.obsagent.spi.event.Events;
import io.obsagent.spi.logs.LoggerControl;
import io.obsagent.spi.logs.LoggerControl.State;
import io.obsagent.spi.logs.Severity;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Levels of all loggers of all frameworks. A thread of the application only leaves a context here:
 * it may hold the locks of its framework, for which the agent's threads wait when they set a level.
 * Thread-safe.
 */
public final class Levels {
  private static final AtomicLong IDS = new AtomicLong();

  private final LongSupplier clock;
  private final Consumer<Event> audit;
  private final Queue<Registered> registered = new ConcurrentLinkedQueue<>();
  private final List<Context> contexts = new ArrayList<>();
  private Map<String, Severity> configured = Map.of();

  private record Registered(WeakReference<Object> owner, WeakReference<LoggerControl> control) {}

  /**
   * A logger as people see it.
   *
   * @param name empty for the root
   * @param level what is set for itself, or null
   * @param left how long its level will stay, or null if nothing ends it
   */
  public record View(
      String name,
      String framework,
      @Nullable Severity level,
      Severity effective,
      @Nullable Duration left) {}

  /**
   * @param clock as {@link System#nanoTime}
   * @param audit is told of changes
   */
  public Levels(LongSupplier clock, Consumer<Event> audit) {
    this.clock = clock;
    this.audit = audit;
  }

  /** With the clock and the events of the process. */
  public Levels() {
    this(System::nanoTime, Events::publish);
  }

  /**
   * Adds a context. For threads of the application.
   *
   * @param owner held weakly
   * @param control held weakly, too: its class keeps the loader of the application
   */
  public void register(Object owner, LoggerControl control) {
    registered.add(new Registered(new WeakReference<>(owner), new WeakReference<>(control)));
  }

  /** The levels of the file, by logger; those that it had before fall back. */
  public synchronized void configure(Map<String, Severity> levels) {
    admit();
    Map<String, Severity> before = configured;
    configured = Map.copyOf(levels);
    for (Context context : contexts) {
      for (String logger : before.keySet()) {
        if (!configured.containsKey(logger)) {
          context.configure(logger, null);
        }
      }
      configured.forEach(context::configure);
    }
  }

  /** Takes in what is new, and ends what has lasted long enough. */
  public synchronized void tick() {
    admit();
    long now = clock.getAsLong();
    for (Context context : contexts) {
      context.expire(now, logger -> tellOfEnd(context, logger));
      context.settle(now);
    }
  }

  private void admit() {
    contexts.removeIf(Context::isGone);
    for (Registered next = registered.poll(); next != null; next = registered.poll()) {
      LoggerControl control = next.control().get();
      if (control != null) {
        Context context = new Context(next.owner(), control, clock.getAsLong());
        contexts.add(context);
        configured.forEach(context::configure);
      }
    }
  }

  private void tellOfEnd(Context context, String logger) {
    tell(
        "Level of " + shown(logger) + " fell back",
        logger,
        Map.of("framework", context.framework()));
  }

  /**
   * Sets the level of a logger in all contexts.
   *
   * @param level null for what it was before
   * @param framework only in this one; empty for all
   * @param lasts null for as long as nobody says otherwise
   * @param by who wants it, for the event
   * @return in how many contexts it is so now
   */
  public synchronized int set(
      String logger,
      @Nullable Severity level,
      String framework,
      @Nullable Duration lasts,
      String by) {
    admit();
    Long until = lasts == null ? null : (Long) (clock.getAsLong() + lasts.toNanos());
    int changed = 0;
    for (Context context : contexts) {
      boolean meant = framework.isEmpty() || framework.equals(context.framework());
      changed += meant && context.override(logger, level, until) ? 1 : 0;
    }
    if (changed > 0) {
      Map<String, String> attributes = new LinkedHashMap<>();
      attributes.put("level", level == null ? "" : level.name());
      attributes.put("framework", framework);
      attributes.put("for", lasts == null ? "" : lasts.toString());
      attributes.put("by", by);
      String what = level == null ? " set back" : " set to " + level.name();
      tell("Level of " + shown(logger) + what, logger, attributes);
    }
    return changed;
  }

  private void tell(String title, String logger, Map<String, String> more) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("logger", shown(logger));
    attributes.putAll(more);
    long now = System.currentTimeMillis();
    String id = "log_level-" + now + "-" + IDS.incrementAndGet();
    audit.accept(new Event(id, now, "log_level", "agent", title, attributes));
  }

  /** How people write a logger's name: the root has one, too. */
  public static String shown(String logger) {
    return logger.isEmpty() ? "ROOT" : logger;
  }

  /** All loggers, sorted by name; of contexts that have the same one, the first. */
  public synchronized List<View> loggers() {
    admit();
    long now = clock.getAsLong();
    Map<String, View> views = new TreeMap<>();
    for (Context context : contexts) {
      for (State state : context.loggers()) {
        Context.Change change = context.change(state.logger());
        Long until = change == null ? null : change.until;
        views.putIfAbsent(
            state.logger() + ' ' + context.framework(),
            new View(
                state.logger(),
                context.framework(),
                state.level(),
                state.effective(),
                until == null ? null : Duration.ofNanos(Math.max(0, until - now))));
      }
    }
    return List.copyOf(views.values());
  }

  /** Whether there is a framework at all. */
  public synchronized boolean isEmpty() {
    admit();
    return contexts.isEmpty();
  }
}

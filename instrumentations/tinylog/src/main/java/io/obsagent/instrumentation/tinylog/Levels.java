// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tinylog;

import io.obsagent.spi.telemetry.WeakMap;
import java.lang.ref.WeakReference;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.tinylog.Level;
import org.tinylog.core.TinylogLoggingProvider;

/**
 * The levels of one back end, in the place of its map of those for packages and classes, which it
 * asks for each event. Thread-safe.
 *
 * <p>What is finer than any level of its configuration, tinylog decides once, in constants. They
 * are made as if TRACE were wanted somewhere, and what they would have denied is denied here.
 */
final class Levels extends AbstractMap<String, Level> {
  private static final WeakMap<TinylogLoggingProvider, Levels> ALL = new WeakMap<>();

  /** Of the back end that was made last; there is hardly ever another. */
  private static volatile @Nullable Levels last;

  private final Map<String, Level> levels;
  private volatile WeakReference<@Nullable Object> owner = new WeakReference<>(null);
  private volatile Level configured = Level.TRACE;
  private volatile Level minimum = Level.TRACE;
  private volatile boolean isOpen;
  private volatile @Nullable Level root;

  /** The finest that is wanted anywhere. */
  private volatile int finest;

  Levels(Map<String, Level> configured) {
    levels = new ConcurrentHashMap<>(configured);
  }

  void configuredAs(Level global) {
    configured = global;
  }

  /**
   * Denies what the back end would.
   *
   * @param least of all that is configured
   * @return what the back end shall take for it
   */
  Level opened(Level least) {
    minimum = least;
    finest = least.ordinal();
    isOpen = true;
    return Level.TRACE;
  }

  /** Whether levels can be changed. */
  boolean isOpen() {
    return isOpen;
  }

  void belongTo(TinylogLoggingProvider provider) {
    owner = new WeakReference<>(provider);
    ALL.put(provider, this);
    last = this;
  }

  /** Whether a back end writes nothing of a level, whoever logs. */
  static boolean deny(TinylogLoggingProvider provider, Level level) {
    Levels known = last;
    if (known != null && !known.owner.refersTo(provider)) {
      known = ALL.get(provider);
    }
    return known != null && level.ordinal() < known.finest;
  }

  /** The finest level of a back end, as it would be without the agent. */
  static Level minimum(Level told) {
    Levels known = last;
    return known == null || told.ordinal() >= known.minimum.ordinal() ? told : known.minimum;
  }

  Level root() {
    Level set = root;
    return set == null ? configured : set;
  }

  synchronized void root(Level level) {
    root = level == configured ? null : level;
    find();
  }

  /**
   * @param level null to inherit
   */
  synchronized void set(String name, @Nullable Level level) {
    if (level == null) {
      levels.remove(name);
    } else {
      levels.put(name, level);
    }
    find();
  }

  private void find() {
    int least = root().ordinal();
    for (Level each : levels.values()) {
      least = Math.min(least, each.ordinal());
    }
    finest = least;
  }

  /** Of this class or package itself. */
  @Nullable Level own(String name) {
    return levels.get(name);
  }

  /** As tinylog looks for it. */
  Level effective(String name) {
    String each = name;
    while (true) {
      Level level = levels.get(each);
      int end = each.lastIndexOf('.');
      if (level != null || end < 0) {
        return level == null ? root() : level;
      }
      each = each.substring(0, end);
    }
  }

  /** The last that is asked for is the outermost package, and then comes the global level. */
  @Override
  public @Nullable Level get(@Nullable Object name) {
    Level level = name == null ? null : levels.get(name);
    return level == null && name instanceof String text && text.indexOf('.') < 0 ? root : level;
  }

  /** While it is empty, nobody looks for the class that logs. */
  @Override
  public boolean isEmpty() {
    return levels.isEmpty() && root == null;
  }

  @Override
  public Set<Entry<String, Level>> entrySet() {
    return levels.entrySet();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.cache;

import io.obsagent.spi.telemetry.Telemetry;
import io.obsagent.spi.telemetry.WeakMap;
import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The caches of a library, each observed once for as long as it lives. So many at a time: who makes
 * one for each object has them uncounted. Thread-safe.
 *
 * @param <C> the library's type of a cache
 */
public final class ObservedCaches<C> {
  private static final int MAX_CACHES = 250;
  private static final int MAX_NAME = 128;
  private static final String UNKNOWN = "unknown";

  private final WeakMap<C, String> caches = new WeakMap<>();
  private final CacheReader<C> reader;
  private final String library;

  /**
   * @param reader a constant
   * @param library its name as a label's value
   */
  public ObservedCaches(CacheReader<C> reader, String library) {
    this.reader = reader;
    this.library = library;
  }

  /** Observes a cache, unless that has been done. */
  public void observe(C cache, String name) {
    if (caches.size() >= MAX_CACHES) {
      return;
    }
    String label = name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
    String mine = new String(label); // two threads may be the first ones
    if (caches.putIfAbsent(cache, mine) == mine) {
      Telemetry.metrics().observe(cache, reader, label.isEmpty() ? UNKNOWN : label, library);
    }
  }

  /**
   * The class that is making a cache, for those that have no name: the first on the stack that does
   * not belong to the library.
   *
   * @param packages of the library, each with a dot at its end
   * @return the outermost class of it, or null if it is one of {@code named}
   */
  public static @Nullable String maker(String named, String... packages) {
    String type = StackWalker.getInstance().walk(frames -> maker(frames.iterator(), packages));
    if (type.startsWith(named)) {
      return null;
    }
    int inner = type.indexOf('$');
    return inner > 0 ? type.substring(0, inner) : type;
  }

  private static String maker(Iterator<StackFrame> frames, String[] packages) {
    boolean within = false;
    while (frames.hasNext()) {
      String type = frames.next().getClassName();
      boolean ofLibrary = startsWithOne(type, packages);
      within |= ofLibrary;
      if (within && !ofLibrary) {
        return type;
      }
    }
    return UNKNOWN;
  }

  private static boolean startsWithOne(String type, String[] packages) {
    for (String name : packages) {
      if (type.startsWith(name)) {
        return true;
      }
    }
    return false;
  }
}

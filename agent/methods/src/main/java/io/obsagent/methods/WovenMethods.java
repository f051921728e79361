// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods;

import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.weave.MethodSelector.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What is woven: at most so many methods. Names and numbers alone, no class. Thread-safe. */
final class WovenMethods {
  static final int MAX_METHODS = 1_000;

  private record Key(String signature, List<MethodEntry> entries) {}

  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Key, WovenMethod> methods = new LinkedHashMap<>();
  private final Map<Integer, WovenMethod> byId = new ConcurrentHashMap<>();
  private boolean full;

  /** Null beyond the bound, which is told once. */
  @Nullable WovenMethod of(Method method, List<MethodEntry> entries) {
    boolean tell;
    synchronized (this) {
      Key key = new Key(method.type() + '#' + method.name() + method.descriptor(), entries);
      WovenMethod known = methods.get(key);
      if (known != null) {
        return known;
      }
      if (methods.size() < MAX_METHODS) {
        WovenMethod woven = new WovenMethod(ids.incrementAndGet(), method, entries);
        methods.put(key, woven);
        byId.put(woven.probe.id(), woven);
        return woven;
      }
      tell = !full;
      full = true;
    }
    // Not under the lock: the application may hold the stream's while it loads a class.
    if (tell) {
      AgentLog.warn(
          "methods: more than "
              + MAX_METHODS
              + " methods match; what came first is measured, the rest is left out, from "
              + method.type()
              + " on; make the patterns narrower");
    }
    return null;
  }

  @Nullable WovenMethod of(int id) {
    return byId.get(id);
  }

  /** Forgets what is of entries that are no more. */
  synchronized void keep(Collection<MethodEntry> current) {
    methods.values().removeIf(woven -> !current.containsAll(woven.entries));
    byId.values().removeIf(woven -> !current.containsAll(woven.entries));
    full = false;
  }

  synchronized List<WovenMethod> all() {
    return new ArrayList<>(methods.values());
  }
}

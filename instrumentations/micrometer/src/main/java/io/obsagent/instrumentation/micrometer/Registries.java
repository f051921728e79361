// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.core.instrument.step.StepMeterRegistry;
import io.obsagent.spi.telemetry.Telemetry;
import io.obsagent.spi.telemetry.WeakMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The application's registries, and which of them counts: a composite gives each meter to all of
 * its own, so one of those is read and the others are not. The same for all who share one
 * Micrometer. Thread-safe.
 */
final class Registries {
  private static final int OF_PROMETHEUS = 0;
  private static final int CUMULATIVE = 1;
  private static final int OF_STEPS = 2;

  /** Registries in the order in which they came. */
  private static final WeakMap<MeterRegistry, Integer> SEEN =
      WeakMap.shared(MeterRegistry.class, WeakMap::new);

  private static final AtomicInteger NEXT = WeakMap.shared(Meter.Id.class, AtomicInteger::new);

  private static final Set<CompositeMeterRegistry> COMPOSITES =
      WeakMap.shared(
          CompositeMeterRegistry.class,
          () -> Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>())));

  /** Those that the agent has made for what is annotated. */
  private static final WeakMap<MeterRegistry, Boolean> AGENTS =
      WeakMap.shared(SimpleMeterRegistry.class, WeakMap::new);

  private Registries() {}

  /** A registry that the agent has made. */
  static void isAgents(MeterRegistry registry) {
    AGENTS.put(registry, Boolean.TRUE);
  }

  static void see(MeterRegistry registry) {
    if (SEEN.get(registry) != null) {
      return;
    }
    Integer mark = NEXT.getAndIncrement();
    if (SEEN.putIfAbsent(registry, mark) != mark) {
      return;
    }
    if (registry instanceof CompositeMeterRegistry composite) {
      COMPOSITES.add(composite);
    } else if (!isOfPrometheus(registry)) {
      bridge(registry);
    }
  }

  /** Where that fails, the next meter tries again. */
  private static void bridge(MeterRegistry registry) {
    try {
      Telemetry.metrics().bridge(registry, MeterReader.INSTANCE);
    } catch (Throwable e) {
      SEEN.remove(registry);
      throw e;
    }
  }

  /** Meters that another registry has, too, because one composite has made both. */
  static Set<Meter.Id> countedElsewhere(MeterRegistry registry) {
    Set<Meter.Id> ids = new HashSet<>();
    List<CompositeMeterRegistry> composites;
    synchronized (COMPOSITES) {
      composites = new ArrayList<>(COMPOSITES);
    }
    for (CompositeMeterRegistry composite : composites) {
      Set<MeterRegistry> all = new HashSet<>();
      addLeaves(composite, all);
      if (all.contains(registry)) {
        for (MeterRegistry other : all) {
          if (counts(other, registry)) {
            other.getMeters().forEach(meter -> ids.add(meter.getId()));
          }
        }
      }
    }
    return ids;
  }

  private static void addLeaves(CompositeMeterRegistry composite, Set<MeterRegistry> all) {
    for (MeterRegistry child : composite.getRegistries()) {
      if (!(child instanceof CompositeMeterRegistry inner)) {
        all.add(child);
      } else if (inner != composite) {
        addLeaves(inner, all);
      }
    }
  }

  /** The application's registry that counts, if it has one. */
  static @Nullable MeterRegistry firstOfApplication() {
    @Nullable MeterRegistry[] first = new MeterRegistry[1];
    SEEN.forEach(
        (registry, order) -> {
          boolean leaf =
              AGENTS.get(registry) == null && !(registry instanceof CompositeMeterRegistry);
          MeterRegistry before = first[0];
          if (leaf && !registry.isClosed() && (before == null || counts(registry, before))) {
            first[0] = registry;
          }
        });
    return first[0];
  }

  /** Whether the first of two counts. */
  private static boolean counts(MeterRegistry first, MeterRegistry second) {
    int difference = rank(first) - rank(second);
    return difference != 0 ? difference < 0 : order(first) < order(second);
  }

  private static int rank(MeterRegistry registry) {
    return isOfPrometheus(registry)
        ? OF_PROMETHEUS
        : registry instanceof StepMeterRegistry ? OF_STEPS : CUMULATIVE;
  }

  private static int order(MeterRegistry registry) {
    Integer order = SEEN.get(registry);
    return order == null ? Integer.MAX_VALUE : order;
  }

  /** It writes to a registry of a Prometheus client, which is read itself. */
  static boolean isOfPrometheus(MeterRegistry registry) {
    for (Class<?> type = registry.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().startsWith("io.micrometer.prometheus")) {
        return true;
      }
    }
    return false;
  }
}

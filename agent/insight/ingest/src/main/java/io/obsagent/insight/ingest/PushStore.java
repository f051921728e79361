// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ingest;

import io.obsagent.insight.api.ApiException;
import io.obsagent.spi.metrics.MetricFamilies;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.Type;
import io.obsagent.spi.metrics.Metrics.FamilyReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What was pushed, by groups, as the <a href="https://github.com/prometheus/pushgateway">
 * Pushgateway</a> keeps it, but that a group of which nothing is heard goes after a while. A push
 * counts whole or not at all. Bounded; thread-safe.
 */
final class PushStore {
  static final int MAX_GROUPS = 1_000;
  static final int MAX_SERIES = 20_000;

  /** When a group was pushed last, as the Pushgateway calls it. */
  private static final String PUSH_TIME = "push_time_seconds";

  private static final double MILLIS = 1e3;

  /** What becomes of what the group had before. */
  enum Mode {
    /** Series that come again are replaced or added to. */
    MERGE,
    /** Metrics of the same names go. */
    REPLACE_NAMES,
    /** All goes. */
    REPLACE_GROUP
  }

  /** One group. */
  private static final class Group {
    final Map<Pushed.Key, Pushed> series = new LinkedHashMap<>();
    long pushedMillis;
    long goesMillis;
  }

  private final LongSupplier clock;
  private final Consumer<PushStore> first;
  private boolean pushedTo;
  private final Map<Map<String, String>, Group> groups = new LinkedHashMap<>();

  /**
   * @param clock milliseconds since the epoch
   * @param first given this at the first push
   */
  PushStore(LongSupplier clock, Consumer<PushStore> first) {
    this.clock = clock;
    this.first = first;
  }

  /** Reads a store; a constant, as registries are held weakly. */
  enum Reader implements FamilyReader<PushStore> {
    INSTANCE;

    @Override
    public List<MetricFamily> read(PushStore store) {
      return store.families();
    }
  }

  /**
   * Takes a push.
   *
   * @param group its labels, {@code job} among them
   * @param ttlMillis how long the group stays without another push
   * @throws ApiException if it does not fit
   */
  synchronized void push(
      Map<String, String> group, List<Pushed> pushed, Mode mode, long ttlMillis) {
    expire();
    Map<String, String> labels = new TreeMap<>(Pushed.checkedLabels(group));
    Group known = groups.get(labels);
    checkTypes(labels, pushed, mode);
    Map<Pushed.Key, Pushed> next = next(known, pushed, mode);
    checkBounds(known, next);
    Group target = known == null ? new Group() : known;
    target.series.clear();
    target.series.putAll(next);
    target.pushedMillis = clock.getAsLong();
    target.goesMillis = target.pushedMillis + ttlMillis;
    groups.put(labels, target);
    if (!pushedTo) {
      first.accept(this);
      pushedTo = true;
    }
  }

  private static Map<Pushed.Key, Pushed> next(
      @Nullable Group known, List<Pushed> pushed, Mode mode) {
    Map<Pushed.Key, Pushed> next = new LinkedHashMap<>();
    if (known != null && mode != Mode.REPLACE_GROUP) {
      next.putAll(known.series);
    }
    if (mode == Mode.REPLACE_NAMES) {
      for (Pushed one : pushed) {
        next.keySet().removeIf(key -> key.name().equals(one.name()));
      }
    }
    for (Pushed one : pushed) {
      Pushed before = next.get(one.key());
      next.put(one.key(), before == null ? one : one.after(before));
    }
    return next;
  }

  /** One name has one type, whoever pushes it. */
  private void checkTypes(Map<String, String> labels, List<Pushed> pushed, Mode mode) {
    Map<String, Type> types = new HashMap<>();
    groups.forEach(
        (other, group) -> {
          if (mode == Mode.MERGE || !other.equals(labels)) {
            group.series.values().forEach(one -> types.put(one.name(), one.type()));
          }
        });
    for (Pushed one : pushed) {
      Type known = types.putIfAbsent(one.name(), one.type());
      if (known != null && known != one.type()) {
        throw ApiException.badData(
            one.name()
                + " is a "
                + word(one.type())
                + " here, and a "
                + word(known)
                + " elsewhere");
      }
    }
  }

  private static String word(Type type) {
    return type.name().toLowerCase(java.util.Locale.ROOT);
  }

  private void checkBounds(@Nullable Group known, Map<Pushed.Key, Pushed> next) {
    if (known == null && groups.size() >= MAX_GROUPS) {
      throw new ApiException(
          429, "too_many", "there are " + MAX_GROUPS + " groups already; delete one");
    }
    long series = 0;
    for (Group group : groups.values()) {
      if (!Objects.equals(group, known)) {
        series += group.series.values().stream().mapToInt(Pushed::series).sum();
      }
    }
    series += next.values().stream().mapToInt(Pushed::series).sum();
    if (series > MAX_SERIES) {
      throw new ApiException(
          429, "too_many", "more than " + MAX_SERIES + " series; delete a group, or push less");
    }
  }

  /** Forgets a group; whether there was one. */
  synchronized boolean delete(Map<String, String> group) {
    return groups.remove(new TreeMap<>(group)) != null;
  }

  private void expire() {
    long now = clock.getAsLong();
    groups.values().removeIf(group -> group.goesMillis <= now);
  }

  private synchronized List<MetricFamily> families() {
    expire();
    MetricFamilies families = new MetricFamilies();
    groups.forEach(
        (labels, group) -> {
          group.series.values().forEach(one -> add(families, one, labels));
          Pushed time =
              new Pushed(
                  PUSH_TIME,
                  Type.GAUGE,
                  "When the group was pushed last, in seconds since the epoch.",
                  Map.of(),
                  Pushed.number(group.pushedMillis / MILLIS),
                  false);
          add(families, time, labels);
        });
    return families.families();
  }

  private static void add(MetricFamilies families, Pushed one, Map<String, String> group) {
    Map<String, String> labels = new TreeMap<>(one.labels());
    labels.putAll(group);
    List<String> values = new ArrayList<>(labels.values());
    families.add(
        one.name(), one.help(), "", one.type(), new ArrayList<>(labels.keySet()), one.with(values));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.Insight;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.QueryResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An objective whose events are counted. Sums of counters are counted one by one, by what each has
 * grown; any other expression is evaluated over short windows that follow each other. Cycles are of
 * one thread, everything else may be asked by others.
 */
final class Measured {
  static final int MAX_GROUPS = 50;

  /** What a ratio that has no events counts as, each time it is looked at. */
  static final int PARTS = 10_000;

  private static final String REST = "other";
  private static final Duration SHORTEST_WINDOW = Duration.ofMinutes(1);

  private final Duration interval;
  private final Function<Labels, Tally> tallies;
  private final BooleanSupplier room;
  private final Map<Labels, Tally> groups = new ConcurrentHashMap<>();
  private final Contributors contributors = new Contributors();
  private final Contributors exceptions = new Contributors();
  private final @Nullable Counters some;
  private final @Nullable Counters total;
  private final @Nullable Counters thrown;
  private final @Nullable Slices slices;

  /**
   * Of what was there before the objective nothing counts but where both began with the process.
   */
  private final boolean fromStart;

  private long firstCycle = Long.MIN_VALUE;
  private long cycles;
  private long lastLook = Long.MIN_VALUE;
  private volatile Objective objective;
  private volatile boolean present;
  private volatile boolean everPresent;
  private volatile String problem = "";

  /**
   * @param tallies makes one for the labels of a group, with what is known of it already
   * @param room whether there may be another one
   * @param fromStart whether it is there since the process began
   */
  Measured(
      Objective objective,
      Duration interval,
      Set<Labels> known,
      Function<Labels, Tally> tallies,
      BooleanSupplier room,
      boolean fromStart) {
    this.objective = objective;
    this.room = room;
    this.interval = interval;
    this.tallies = tallies;
    this.fromStart = fromStart;
    Counters counted = null;
    Counters all = null;
    if (objective.indicator().inner() instanceof Indicator.Events events) {
      counted = Counters.of(events.some().at("5m"));
      all = Counters.of(events.total().at("5m"));
    }
    boolean exact = counted != null && all != null;
    some = exact ? counted : null;
    total = exact ? all : null;
    thrown = exact && counted != null ? counted.exceptions() : null;
    slices = objective.indicator() instanceof Indicator.Sliced sliced ? new Slices(sliced) : null;
    known.stream().limit(MAX_GROUPS).forEach(this::group);
    if (objective.grouping().isEmpty()) {
      group(Labels.EMPTY);
    }
  }

  Objective objective() {
    return objective;
  }

  /** Whether each event is counted, not estimated. */
  boolean isExact() {
    return total != null || objective.indicator().inner() instanceof Indicator.Threshold;
  }

  List<Tally> tallies() {
    return groups.values().stream()
        .sorted((one, other) -> one.group().compareTo(other.group()))
        .toList();
  }

  Contributors contributors() {
    return contributors;
  }

  /** What requests failed with; of none where it does not count requests. */
  Contributors exceptions() {
    return exceptions;
  }

  /** 1 if there was something to count, 0 if not; NaN while that is no news. */
  double presence(long time) {
    boolean expected = everPresent || firstCycle != Long.MIN_VALUE && time - firstCycle > 3_600_000;
    return present ? 1 : expected ? 0 : Double.NaN;
  }

  /** Why it cannot be evaluated, or empty. */
  String problem() {
    return problem;
  }

  /** Goes on counting for an objective of which only the words have changed. */
  void use(Objective changed) {
    objective = changed;
  }

  private Tally group(Labels labels) {
    return groups.computeIfAbsent(labels, tallies);
  }

  private Labels groupOf(Labels series) {
    if (objective.grouping().isEmpty()) {
      return Labels.EMPTY;
    }
    Labels group = series.only(Set.copyOf(objective.grouping()));
    boolean fits = groups.containsKey(group) || groups.size() < MAX_GROUPS && room.getAsBoolean();
    if (!fits) {
      Map<String, String> rest = new HashMap<>();
      objective.grouping().forEach(name -> rest.put(name, REST));
      group = Labels.of(rest);
    }
    group(group);
    return group;
  }

  /**
   * Counts what has happened since the last cycle.
   *
   * @param counts false while nothing counts, as it was agreed beforehand
   */
  void cycle(Insight insight, long time, boolean counts) {
    Map<Labels, double[]> events = new HashMap<>();
    boolean looked = true;
    try {
      if (some != null && total != null) {
        read(insight, time, some, total, events);
      } else if (objective.indicator().inner() instanceof Indicator.Threshold threshold) {
        look(insight, time, threshold, events);
      } else {
        looked = estimate(insight, time, events);
      }
      problem = "";
    } catch (RuntimeException e) {
      looked = false;
      present = false;
      problem = String.valueOf(e.getMessage());
    }
    firstCycle = firstCycle == Long.MIN_VALUE ? time : firstCycle;
    cycles++;
    everPresent |= present;
    if (looked) {
      count(time, counts, events);
    }
  }

  private void count(long time, boolean counts, Map<Labels, double[]> events) {
    Map<Labels, double[]> counted = counts ? events : Map.of();
    if (slices != null) {
      counted = slices.add(time, events, counts && present, groups.keySet());
    }
    for (Tally tally : groups.values()) {
      double[] found = counted.getOrDefault(tally.group(), new double[2]);
      tally.add(time, found[0], found[1]);
    }
  }

  private void read(
      Insight insight, long time, Counters counted, Counters all, Map<Labels, double[]> events) {
    boolean good = ((Indicator.Events) objective.indicator().inner()).good();
    // A bound that was added with the objective may not have been in the first samples.
    boolean settled = fromStart || cycles >= 2;
    Predicate<String> fromZero = name -> settled && (cycles > 0 || !isOlder(insight, name));
    int found =
        all.read(
            insight.store(),
            time,
            fromZero,
            (series, grown) -> {
              events.computeIfAbsent(groupOf(series), key -> new double[2])[0] += grown;
              if (good) {
                contributors.add(time, series, grown);
                events.get(groupOf(series))[1] += grown;
              }
            });
    counted.read(
        insight.store(),
        time,
        fromZero,
        (series, grown) -> {
          double bad = good ? -grown : grown;
          events.computeIfAbsent(groupOf(series), key -> new double[2])[1] += bad;
          contributors.add(time, series, bad);
        });
    if (thrown != null) {
      thrown.read(
          insight.store(), time, fromZero, (series, grown) -> exceptions.add(time, series, grown));
    }
    present = found > 0;
  }

  private static boolean isOlder(Insight insight, String metric) {
    var family = insight.cycle().metadata().get(metric);
    return family != null && family.definition().olderThanProcess();
  }

  private void look(
      Insight insight, long time, Indicator.Threshold threshold, Map<Labels, double[]> events) {
    QueryResult result =
        insight.engine().instant(insight.store(), threshold.condition().at(window()), time);
    boolean holds =
        result instanceof QueryResult.Scalar scalar
            ? scalar.value() != 0
            : result instanceof QueryResult.Vector vector
                && vector.samples().stream().anyMatch(sample -> sample.value() != 0);
    present = true;
    events.put(group(Labels.EMPTY).group(), new double[] {1, holds ? 0 : 1});
  }

  private Duration window() {
    return window(interval);
  }

  private static Duration window(Duration interval) {
    Duration four = interval.multipliedBy(4);
    return four.compareTo(SHORTEST_WINDOW) > 0 ? four : SHORTEST_WINDOW;
  }

  /** The time between two looks at what an objective counts. */
  static Duration looks(Objective objective, Duration interval) {
    Indicator indicator = objective.indicator().inner();
    boolean each =
        indicator instanceof Indicator.Threshold
            || indicator instanceof Indicator.Events events
                && Counters.of(events.some().at("5m")) != null
                && Counters.of(events.total().at("5m")) != null;
    return each ? interval : window(interval);
  }

  /** False if the window is not over yet. */
  private boolean estimate(Insight insight, long time, Map<Labels, double[]> events) {
    Duration window = window();
    long each = window.toMillis();
    if (lastLook != Long.MIN_VALUE && Math.floorDiv(time, each) == Math.floorDiv(lastLook, each)) {
      return false;
    }
    lastLook = time;
    present = false;
    Indicator indicator = objective.indicator().inner();
    if (indicator instanceof Indicator.Events given) {
      add(insight, time, given.total(), window, 0, events);
      present = !events.isEmpty();
      add(insight, time, given.some(), window, 1, events);
      if (given.good()) {
        events.values().forEach(event -> event[1] = event[0] - event[1]);
      }
    } else {
      add(insight, time, indicator.errorRatio(), window, 1, events);
      present = !events.isEmpty();
      events
          .values()
          .forEach(
              event -> {
                event[0] = PARTS;
                event[1] = PARTS * Math.max(0, Math.min(1, event[1]));
              });
    }
    return true;
  }

  private void add(
      Insight insight,
      long time,
      Query query,
      Duration window,
      int index,
      Map<Labels, double[]> events) {
    boolean ofRates =
        objective.indicator().inner() instanceof Indicator.Events
            && query.template().contains("rate(");
    double seconds = ofRates ? window.toMillis() / 1e3 : 1;
    QueryResult result = insight.engine().instant(insight.store(), query.at(window), time);
    if (result instanceof QueryResult.Scalar scalar && !Double.isNaN(scalar.value())) {
      events.computeIfAbsent(group(Labels.EMPTY).group(), key -> new double[2])[index] +=
          scalar.value() * seconds;
    } else if (result instanceof QueryResult.Vector vector) {
      for (QueryResult.Sample sample : vector.samples()) {
        if (!Double.isNaN(sample.value())) {
          events.computeIfAbsent(groupOf(sample.labels()), key -> new double[2])[index] +=
              sample.value() * seconds;
        }
      }
    }
  }
}

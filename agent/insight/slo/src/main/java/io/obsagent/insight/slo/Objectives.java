// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.Insight;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.slo.SlotLog.Entry;
import io.obsagent.insight.slo.SlotLog.Key;
import io.obsagent.spi.diagnostics.Problems;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.LongPredicate;

/** The objectives that are counted now. Thread-safe. */
final class Objectives implements AutoCloseable {
  static final int MAX_OBJECTIVES = 100;

  /** Of all objectives and groups: 16 MiB. */
  private static final int MAX_TALLIES = 256;

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final String AREA = "slo.evaluation";

  private final Insight insight;
  private final Labels self;
  private final BiPredicate<String, Double> bounds;
  private final SlotLog log;
  private final LongPredicate counts;
  private final AtomicInteger tallies = new AtomicInteger();
  private final Map<Tally, Key> keys = new IdentityHashMap<>();
  private final Map<Tally, RecordedSeries> series = new IdentityHashMap<>();
  private volatile List<Measured> all = List.of();
  private long compacted = Long.MIN_VALUE;
  private boolean started;

  /**
   * @param self {@code job} and {@code instance}
   * @param bounds gives a histogram another bound
   * @param counts whether what happens at an instant counts: it does not during maintenance
   */
  Objectives(
      Insight insight, Labels self, BiPredicate<String, Double> bounds, LongPredicate counts) {
    this.insight = insight;
    this.self = self;
    this.bounds = bounds;
    this.counts = counts;
    log = new SlotLog(insight.dataDirectory());
  }

  List<Measured> all() {
    return all;
  }

  /** Counts these from now on; what was counted for those that stay is kept. */
  synchronized void use(List<Objective> wanted) {
    Map<String, Measured> before = new HashMap<>();
    all.forEach(measured -> before.put(measured.objective().id(), measured));
    Map<String, Measured> next = new LinkedHashMap<>();
    for (Objective objective : wanted) {
      Measured old = before.get(objective.id());
      if (old != null && old.objective().countsAs(objective)) {
        old.use(objective);
        next.put(objective.id(), old);
      } else {
        next.put(objective.id(), measured(objective));
      }
    }
    all = List.copyOf(next.values());
    series.clear();
    forget();
    insight.alerts().setRules("slo", AlertRules.yaml(wanted));
  }

  private Measured measured(Objective objective) {
    int fingerprint = fingerprint(objective);
    Measured measured =
        new Measured(
            objective,
            insight.cycle().interval(),
            log.groups(objective.id(), fingerprint),
            group -> tally(objective, fingerprint, group),
            () -> tallies.get() < MAX_TALLIES,
            !started);
    for (Counters.Bound bound : Counters.bounds(objective.indicator())) {
      bounds.test(bound.histogram(), bound.bound());
    }
    return measured;
  }

  private synchronized Tally tally(Objective objective, int fingerprint, Labels group) {
    Duration looks = Measured.looks(objective, insight.cycle().interval());
    Tally tally = new Tally(group, objective.period(), looks);
    Key key = new Key(objective.id(), fingerprint, tally.slotMillis(), group);
    log.restore(key, tally);
    keys.put(tally, key);
    tallies.incrementAndGet();
    return tally;
  }

  /** The same in another process. */
  static int fingerprint(Objective objective) {
    return (objective.indicator().errorRatio().template() + objective.grouping()).hashCode();
  }

  private void forget() {
    Set<Tally> live = Collections.newSetFromMap(new IdentityHashMap<>());
    all.forEach(measured -> live.addAll(measured.tallies()));
    keys.keySet().retainAll(live);
    tallies.set(keys.size());
  }

  /** Counts what has happened until an instant, and writes what is recorded of it. */
  synchronized void cycle(long time) {
    started = true;
    boolean counting = counts.test(time);
    List<String> problems = new ArrayList<>();
    List<Entry> due = new ArrayList<>();
    for (Measured measured : all) {
      for (Tally tally : measured.tallies()) {
        if (tally.unsavedSlot() != Long.MIN_VALUE && tally.unsavedSlot() != tally.slotOf(time)) {
          due.add(new Entry(keys.get(tally), tally.takeUnsaved()));
        }
      }
      measured.cycle(insight, time, counting);
      if (!measured.problem().isEmpty()) {
        problems.add(
            measured.objective().place()
                + ": objective '"
                + measured.objective().id()
                + "' is not counted: "
                + measured.problem());
      }
      for (Tally tally : measured.tallies()) {
        series
            .computeIfAbsent(tally, any -> new RecordedSeries(measured, tally, self))
            .write(insight.store(), time);
      }
    }
    Problems.replace(AREA, problems);
    save(time, due);
  }

  private void save(long time, List<Entry> due) {
    compacted = compacted == Long.MIN_VALUE ? time : compacted;
    boolean room = log.append(due);
    if (!room || time - compacted > DAY) {
      compacted = time;
      List<Entry> whole = new ArrayList<>();
      for (Measured measured : all) {
        for (Tally tally : measured.tallies()) {
          tally.takeUnsaved();
          tally.all().forEach(slot -> whole.add(new Entry(keys.get(tally), slot)));
        }
      }
      log.rewrite(whole);
    }
  }

  /** The instant of the last cycle, or the clock's. */
  Instant now() {
    return insight.cycle().now();
  }

  /** Writes what is not on disk yet. */
  @Override
  public synchronized void close() {
    List<Entry> rest = new ArrayList<>();
    for (Measured measured : all) {
      for (Tally tally : measured.tallies()) {
        if (tally.unsavedSlot() != Long.MIN_VALUE) {
          rest.add(new Entry(keys.get(tally), tally.takeUnsaved()));
        }
      }
    }
    log.append(rest);
    log.close();
  }

  /** Ids that stand twice, of which the first counts. */
  static List<Objective> unique(List<Objective> given, List<String> problems) {
    Set<String> ids = new HashSet<>();
    List<Objective> unique = new ArrayList<>();
    for (Objective objective : given) {
      if (!ids.add(objective.id())) {
        problems.add(
            objective.place()
                + ": there is an objective '"
                + objective.id()
                + "' already; the first counts");
      } else if (unique.size() == MAX_OBJECTIVES) {
        problems.add(objective.place() + ": one objective too many; at most " + MAX_OBJECTIVES);
      } else {
        unique.add(objective);
      }
    }
    return unique;
  }
}

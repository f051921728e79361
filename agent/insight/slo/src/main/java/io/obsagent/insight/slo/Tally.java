// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.slo.CountRing.Sum;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was counted for an objective, or for one value of its grouping: slots for the whole period,
 * and finer ones for the last hour. At most 64 KiB. Thread-safe.
 */
final class Tally {
  static final long SLOT_MILLIS = Duration.ofMinutes(5).toMillis();

  /** A period shorter than a day has shorter slots, so that its begin is about as exact. */
  private static final long LEAST_SLOTS = 288;

  private static final int MAX_SLOTS = 8_940;
  private static final long FINE_MILLIS = Duration.ofHours(1).toMillis();
  private static final long FINEST_MILLIS = Duration.ofSeconds(15).toMillis();

  private final Labels group;
  private final CountRing slots;
  private final CountRing recent;

  /** Since when the finer slots are whole: what a process before has counted is in the others. */
  private long firstFine = Long.MAX_VALUE;

  /** What has been read but is not yet a whole event, or contradicts what else was read. */
  private double pendingTotal;

  private double pendingBad;

  private long countedTotal;
  private long countedBad;

  /** Of the slot that is not on disk yet. */
  private long unsaved = Long.MIN_VALUE;

  private long unsavedTotal;
  private long unsavedBad;

  /**
   * @param interval between two looks at what there is to count
   */
  Tally(Labels group, Period period, Duration interval) {
    this.group = group;
    long longest = period.longest().toMillis();
    long step = step(longest, interval.toMillis());
    slots = new CountRing(step, (int) (longest / step) + 2);
    long fine = Math.max(FINEST_MILLIS, interval.toMillis());
    recent = new CountRing(fine, (int) (FINE_MILLIS / fine) + 2);
  }

  /** Not shorter than the time between two looks, so that there is one in each slot. */
  private static long step(long longest, long interval) {
    long least = Math.max(longest / LEAST_SLOTS, interval);
    long step = FINEST_MILLIS * Math.max(1, -Math.floorDiv(-least, FINEST_MILLIS));
    return step < SLOT_MILLIS
        ? step
        : SLOT_MILLIS * Math.max(1, -Math.floorDiv(-longest, SLOT_MILLIS * MAX_SLOTS));
  }

  /** The labels that its events share. */
  Labels group() {
    return group;
  }

  long slotMillis() {
    return slots.stepMillis();
  }

  int bytes() {
    return slots.bytes() + recent.bytes();
  }

  /**
   * Adds what has happened since it was last called.
   *
   * @param time when it was read
   * @param total events, may be a fraction
   * @param bad those of them that were bad
   */
  synchronized void add(long time, double total, double bad) {
    pendingTotal += total;
    pendingBad += bad;
    long wholeTotal = Math.max(0, (long) Math.floor(pendingTotal + 1e-6));
    long wholeBad = Math.min(wholeTotal, Math.max(0, (long) Math.floor(pendingBad + 1e-6)));
    pendingTotal -= wholeTotal;
    pendingBad -= wholeBad;
    firstFine = Math.min(firstFine, time);
    slots.add(slots.slotOf(time), wholeTotal, wholeBad);
    recent.add(recent.slotOf(time), wholeTotal, wholeBad);
    unsaved = slots.slotOf(time);
    countedTotal += wholeTotal;
    countedBad += wholeBad;
    unsavedTotal += wholeTotal;
    unsavedBad += wholeBad;
  }

  /** What this process has counted. */
  synchronized Sum counted() {
    return new Sum(countedTotal, countedBad, 0);
  }

  /** What was counted in a process before. */
  synchronized void restore(long slotMillis, long slot, long total, long bad) {
    long time = slot * slotMillis + 1;
    slots.add(slots.slotOf(time), total, bad);
  }

  /** A slot of which nothing is on disk yet. */
  record Unsaved(long slot, long total, long bad) {}

  /** Takes what is not on disk yet, to be written there. */
  synchronized Unsaved takeUnsaved() {
    Unsaved taken = new Unsaved(unsaved, unsavedTotal, unsavedBad);
    unsaved = Long.MIN_VALUE;
    unsavedTotal = 0;
    unsavedBad = 0;
    return taken;
  }

  /** The slot that is not on disk yet; the least number there is if all is. */
  synchronized long unsavedSlot() {
    return unsaved;
  }

  /** All slots that hold something, oldest first. */
  synchronized List<Unsaved> all() {
    List<Unsaved> all = new ArrayList<>();
    if (slots.newest() != Long.MIN_VALUE) {
      for (long slot = slots.oldest(); slot <= slots.newest(); slot++) {
        Sum sum = slots.at(slot);
        if (sum.observed() > 0) {
          all.add(new Unsaved(slot, sum.total(), sum.bad()));
        }
      }
    }
    return all;
  }

  /**
   * The events of a window that ends now: to the quarter of a minute up to an hour, else to a slot.
   */
  synchronized Sum window(long now, Duration window) {
    boolean fine = window.toMillis() <= FINE_MILLIS && now - window.toMillis() >= firstFine;
    CountRing ring = fine ? recent : slots;
    long first = Math.floorDiv(now - window.toMillis(), ring.stepMillis());
    return ring.sum(first, ring.slotOf(now));
  }

  /** The parts of a window of at most an hour that ends now. */
  synchronized List<Sum> parts(long now, Duration window) {
    boolean fine = now - window.toMillis() >= firstFine;
    CountRing ring = fine ? recent : slots;
    List<Sum> parts = new ArrayList<>();
    for (long slot = Math.floorDiv(now - window.toMillis(), ring.stepMillis());
        slot <= ring.slotOf(now);
        slot++) {
      parts.add(ring.at(slot));
    }
    return parts;
  }

  /** The events between two instants, by whole slots. */
  synchronized Sum between(Instant from, Instant to) {
    return slots.sum(
        Math.floorDiv(from.toEpochMilli(), slots.stepMillis()), slots.slotOf(to.toEpochMilli()));
  }

  synchronized Sum slot(long slot) {
    return slots.at(slot);
  }

  long slotOf(long millis) {
    return slots.slotOf(millis);
  }

  /** The oldest slot of which anything is known now. */
  synchronized long oldestObserved() {
    if (slots.newest() != Long.MIN_VALUE) {
      for (long slot = slots.oldest(); slot <= slots.newest(); slot++) {
        if (slots.at(slot).observed() > 0) {
          return slot;
        }
      }
    }
    return Long.MIN_VALUE;
  }
}

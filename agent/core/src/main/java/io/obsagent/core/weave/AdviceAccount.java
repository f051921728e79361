// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.spi.advice.Refusal;
import java.lang.invoke.MutableCallSite;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Calls and failures of one advice class in one class loader, since its breaker's minute began. All
 * but {@link #called} and {@link #failed} are called under the breaker's lock.
 */
final class AdviceAccount {
  /** Threads count in cells apart from each other; cells that share a cache line would not be. */
  private static final int CELLS = 16;

  private static final int CELL_INTS = 16;

  /** Of so many calls counted in a cell, one looks at the clock. */
  private static final int CALLS_PER_LOOK = 1024;

  private final Breaker breaker;
  private final String advice;
  private final List<WeakReference<SwitchableSite>> sites = new ArrayList<>();
  private final Set<String> methods = new HashSet<>();

  /** Made with the first failure. */
  private volatile int[] calls = {};

  private int failures;
  private int judged;
  private int own;

  AdviceAccount(Breaker breaker, String advice) {
    this.breaker = breaker;
    this.advice = advice;
  }

  Breaker breaker() {
    return breaker;
  }

  String advice() {
    return advice;
  }

  /**
   * Called by a site, or by a guard, whose advice threw. Throws nothing but what is the
   * application's: a {@link Refusal}, and what another thread has thrown into this one by {@code
   * Thread.stop}; that by name, for the class will go.
   */
  void failed(Throwable cause) {
    if (cause instanceof Refusal refusal) {
      AdviceAccount.<RuntimeException>raise(refusal.exception());
    }
    if (cause instanceof Error && cause.getClass().getName().equals("java.lang.ThreadDeath")) {
      throw (Error) cause;
    }
    try {
      if (breaker.module().count(cause)) {
        breaker.failed(this, cause);
      }
    } catch (Throwable ignored) {
      // Out of memory or stack: the application has worse to deal with.
    }
  }

  /** As the method that is refused declares it, what it throws may be checked. */
  @SuppressWarnings("unchecked") // erased: nothing is cast
  private static <E extends Throwable> void raise(Throwable exception) throws E {
    throw (E) exception;
  }

  /**
   * Called by a site that is watched. Neither atomic nor locked: an estimate is enough, and two
   * threads seldom share a cell.
   */
  @SuppressWarnings("deprecation") // Its successor is younger than Java 17.
  void called() {
    int[] cells = calls;
    int cell = ((int) Thread.currentThread().getId() & CELLS - 1) * CELL_INTS;
    if (cell < cells.length && ++cells[cell] % CALLS_PER_LOOK == 0) {
      breaker.tick();
    }
  }

  void startOver() {
    calls = new int[CELLS * CELL_INTS];
    failures = 0;
    judged = 0;
    own = 0;
  }

  void count(boolean wasJudged, Blame blame) {
    failures++;
    judged += wasJudged ? 1 : 0;
    own += wasJudged && blame != Blame.OTHERS ? 1 : 0;
  }

  int failures() {
    return failures;
  }

  int judged() {
    return judged;
  }

  int ownFailures() {
    return own;
  }

  /** Calls of advised methods: each passes one site for each advice method of its entry. */
  long calls() {
    long sum = 0;
    for (int cell : calls) {
      sum += cell;
    }
    return sum / Math.max(1, methods.size());
  }

  /**
   * @param method the advice method that the site calls
   */
  void add(SwitchableSite site, String method) {
    methods.add(method);
    sites.removeIf(known -> known.get() == null);
    sites.add(new WeakReference<>(site));
  }

  void switchTo(SwitchableSite.Target target, List<MutableCallSite> changed) {
    for (Iterator<WeakReference<SwitchableSite>> each = sites.iterator(); each.hasNext(); ) {
      SwitchableSite site = each.next().get();
      if (site == null) {
        each.remove();
      } else {
        site.switchTo(target);
        changed.add(site);
      }
    }
  }
}

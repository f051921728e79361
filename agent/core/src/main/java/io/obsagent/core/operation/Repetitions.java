// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.LocalRoot;
import org.jspecify.annotations.Nullable;

/**
 * How often a trace has run each of its last few statements: a loop over the rows of a query runs
 * one, or a few in turn. The first statement of a trace costs nothing but a reference. Threads of
 * one trace may lose a count to each other.
 */
final class Repetitions {
  private static final int REMEMBERED = 4;

  private final @Nullable StatementAccount[] accounts = new StatementAccount[REMEMBERED];
  private final int[] counts = new int[REMEMBERED];
  private int next;

  private Repetitions(StatementAccount first) {
    accounts[0] = first;
    counts[0] = 1;
    next = 1;
  }

  /** Counts a call, and answers the how-manieth of that statement it is. */
  static int count(LocalRoot root, StatementAccount account) {
    Object before = root.repetitions();
    if (before instanceof Repetitions known) {
      return known.count(account);
    }
    if (before instanceof StatementAccount first) {
      Repetitions made = new Repetitions(first);
      root.keepRepetitions(made);
      return made.count(account);
    }
    root.keepRepetitions(account);
    return 1;
  }

  private int count(StatementAccount account) {
    for (int i = 0; i < REMEMBERED; i++) {
      if (accounts[i] == account) {
        return ++counts[i];
      }
    }
    int free = next & (REMEMBERED - 1);
    next = free + 1;
    accounts[free] = account;
    counts[free] = 1;
    return 1;
  }
}

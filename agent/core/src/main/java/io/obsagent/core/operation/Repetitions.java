// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.LocalRoot;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How often a trace has run each of its statements, the last {@link #MOST} that differ: a loop over
 * the rows of a query runs one, or several in turn. The first statement of a trace costs nothing
 * but a reference, and of those that a loop runs in turn the next is found at once. Threads of one
 * trace may lose a count to each other.
 */
final class Repetitions {
  private static final int FIRST = 4;
  private static final int MOST = 64;

  private @Nullable StatementAccount[] accounts = new StatementAccount[FIRST];
  private int[] counts = new int[FIRST];
  private int size;

  /** Where the statement is that ran last. */
  private int last;

  private Repetitions(StatementAccount first) {
    accounts[0] = first;
    counts[0] = 1;
    size = 1;
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
    @Nullable StatementAccount[] known = accounts;
    int[] times = counts;
    int end = Math.min(size, Math.min(known.length, times.length)); // another thread may add
    int at = last;
    for (int i = 0; i < end; i++) {
      at = at + 1 < end ? at + 1 : 0;
      if (known[at] == account) {
        last = at;
        return ++times[at];
      }
    }
    add(account, end);
    return 1;
  }

  /** Where there is no room any more, the statement goes that ran longest ago in a loop. */
  private void add(StatementAccount account, int end) {
    int at = end < MOST ? end : (last + 1) % MOST;
    int[] times = counts;
    times = at < times.length ? times : Arrays.copyOf(times, 2 * at);
    @Nullable StatementAccount[] known = accounts;
    known = at < known.length ? known : Arrays.copyOf(known, 2 * at);
    times[at] = 1;
    known[at] = account;
    counts = times;
    accounts = known;
    last = at;
    size = Math.max(end, at + 1);
  }
}

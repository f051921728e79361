// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.pool;

import io.obsagent.spi.telemetry.DbPools;
import io.obsagent.spi.telemetry.HeldState;
import org.jspecify.annotations.Nullable;

/**
 * What pools lend, from when it is taken until it is given back, where neither the object nor its
 * pool tells of that. Thread-safe.
 */
public final class Loans {
  private final HeldState<Object, Loan> out = new HeldState<>(Loan.class);
  private final boolean measured;

  /**
   * @param measured whether the time of use is to be measured; otherwise nothing is kept unless
   *     somebody looks for connections that are held for long
   */
  public Loans(boolean measured) {
    this.measured = measured;
  }

  private static final class Loan {
    private final PoolTimes times;
    private final long since = System.nanoTime();
    private volatile boolean back;

    Loan(PoolTimes times) {
      this.times = times;
    }
  }

  /** Something is taken whose type is the library's own: who looks for leaks is told. */
  public void taken(PoolTimes times, @Nullable Object lent) {
    Loan loan = begin(times, lent);
    if (loan != null && DbPools.isWatched()) {
      times.taken(() -> loan.back, new Throwable());
    }
  }

  /** The same where that is told elsewhere. */
  public void lent(PoolTimes times, @Nullable Object lent) {
    begin(times, lent);
  }

  private @Nullable Loan begin(PoolTimes times, @Nullable Object lent) {
    if (lent == null || !measured && !DbPools.isWatched()) {
      return null;
    }
    Loan loan = new Loan(times);
    out.put(lent, loan);
    return loan;
  }

  /** Only the first time counts. */
  public void givenBack(@Nullable Object lent) {
    Loan loan = lent == null ? null : out.remove(lent);
    if (loan != null) {
      loan.back = true;
      if (measured) {
        loan.times.used(System.nanoTime() - loan.since);
      }
    }
  }
}

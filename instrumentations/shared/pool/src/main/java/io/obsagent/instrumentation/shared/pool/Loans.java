// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.pool;

import io.obsagent.spi.telemetry.DbPools;
import io.obsagent.spi.telemetry.WeakMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What pools lend that give the same objects again and again, and are told when one comes back:
 * nothing about the object says where it is. Costs nothing unless somebody watches. Thread-safe.
 */
public final class Loans {
  private final WeakMap<Object, AtomicBoolean> out = new WeakMap<>();

  public void taken(PoolTimes times, @Nullable Object lent) {
    if (lent != null && DbPools.isWatched()) {
      AtomicBoolean back = new AtomicBoolean();
      out.put(lent, back);
      times.taken(back::get, new Throwable());
    }
  }

  public void givenBack(@Nullable Object lent) {
    AtomicBoolean back = lent == null || out.isEmpty() ? null : out.remove(lent);
    if (back != null) {
      back.set(true);
    }
  }
}

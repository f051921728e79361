// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import io.obsagent.testing.exporter.PoolAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What pools give to the application while this is open, as who looks for leaks is told. */
public final class WatchedPools implements AutoCloseable {
  private final Queue<String> pools = new ConcurrentLinkedQueue<>();
  private final Queue<BooleanSupplier> given = new ConcurrentLinkedQueue<>();
  private final Consumer<BiConsumer<String, BooleanSupplier>> watch;

  @SuppressWarnings("unchecked") // the agent for tests puts it there
  public WatchedPools() {
    watch = (Consumer<BiConsumer<String, BooleanSupplier>>) Recorded.property(PoolAccess.WATCH);
    watch.accept(
        (pool, isBack) -> {
          pools.add(pool);
          given.add(isBack);
        });
  }

  /** The name of the pool, for each that was taken. */
  public List<String> taken() {
    return new ArrayList<>(pools);
  }

  /** How many of them were given back. */
  public long back() {
    return given.stream().filter(BooleanSupplier::getAsBoolean).count();
  }

  @Override
  public void close() {
    watch.accept(null);
  }
}

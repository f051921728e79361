// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing.exporter;

import io.obsagent.spi.service.AgentThread;
import io.obsagent.spi.telemetry.DbPools;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** What the agent does with pools when the user wants it: borrow from them, and watch them. */
public final class PoolAccess {
  /** Key of a {@code Function<String, Connection>}: borrows from the pool of a name. */
  public static final String BORROW = "obs.testing.pools.borrow";

  /**
   * Key of a {@code Consumer<BiConsumer<String, BooleanSupplier>>}: tells it of each connection
   * that a pool gives, and whether it is back, until it is told another; null for nobody.
   */
  public static final String WATCH = "obs.testing.pools.watch";

  private PoolAccess() {}

  static void install() {
    Function<String, Connection> borrow = PoolAccess::borrow;
    Consumer<BiConsumer<String, BooleanSupplier>> watch =
        told ->
            DbPools.watch(
                told == null ? null : (database, pool, isBack, place) -> told.accept(pool, isBack));
    System.getProperties().put(BORROW, borrow);
    System.getProperties().put(WATCH, watch);
  }

  private static Connection borrow(String name) {
    CompletableFuture<Connection> borrowed = new CompletableFuture<>();
    AgentThread.newThread(
            "testing-borrow",
            () -> {
              try {
                borrowed.complete(openPool(name).connection());
              } catch (SQLException | RuntimeException e) {
                borrowed.completeExceptionally(e);
              }
            })
        .start();
    return borrowed.join();
  }

  /** Pools of earlier tests may still be there, and closed. */
  private static DbPools.Pool openPool(String name) {
    return DbPools.all().stream()
        .filter(pool -> pool.name().equals(name) && pool.gauges() != null)
        .findFirst()
        .orElseThrow();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.testing.ModuleKit;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;

class ExecutorsModuleTest extends ModuleKit {
  ExecutorsModuleTest() {
    super(new ExecutorsModule());
  }

  @Override
  protected Set<String> adviceOfOtherVersions() {
    return Runtime.version().feature() < 21
        ? Set.of(
            "ForkJoinAdvices.PoolSubmit",
            "ThreadAdvices.RunVirtual",
            "ThreadAdvices.StartInFlock",
            "ThreadAdvices.StartVirtual")
        : Set.of();
  }

  @Override
  protected String use() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(1);
    try {
      return pool.submit(() -> "a").get()
          + ForkJoinPool.commonPool().submit(() -> "b").get()
          + CompletableFuture.supplyAsync(() -> "c", pool)
              .thenApply(text -> text + "d")
              .thenCombine(CompletableFuture.completedFuture("e"), String::concat)
              .get();
    } finally {
      pool.shutdown();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/**
 * Prints in which context virtual threads run. Started on a JDK that has them; their API is called
 * by reflection, for the build does not know it.
 */
final class VirtualThreadProgram {
  private VirtualThreadProgram() {}

  public static void main(String[] args) throws Exception {
    while (System.getProperties().get("obs.testing.metrics") == null) {
      Thread.onSpinWait();
    }
    ExecutorService perTask =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    Callable<String> task = AgentContext::current;
    print("submit", AgentContext.within("request", () -> perTask.submit(task)).get());
    print("outside", perTask.submit(task).get());
    print("startVirtualThread", seenBy(VirtualThreadProgram::startVirtualThread));
    print("builder", seenBy(VirtualThreadProgram::buildAndStart));
    print("schedule", schedule(task));
    perTask.shutdown();
  }

  private interface Starter {
    void start(Runnable task) throws ReflectiveOperationException;
  }

  private static String seenBy(Starter starter) throws Exception {
    CompletableFuture<String> seen = new CompletableFuture<>();
    AgentContext.within(
        "request",
        () -> {
          starter.start(() -> seen.complete(AgentContext.current()));
          return null;
        });
    return seen.get(20, TimeUnit.SECONDS);
  }

  private static void startVirtualThread(Runnable task) throws ReflectiveOperationException {
    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
  }

  private static void buildAndStart(Runnable task) throws ReflectiveOperationException {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    Class.forName("java.lang.Thread$Builder")
        .getMethod("start", Runnable.class)
        .invoke(builder, task);
  }

  /** A ForkJoinPool can schedule since JDK 25. */
  private static String schedule(Callable<String> task) throws Exception {
    Object common = ForkJoinPool.commonPool();
    if (common instanceof java.util.concurrent.ScheduledExecutorService scheduler) {
      return AgentContext.within(
              "request", () -> scheduler.schedule(task, 1, TimeUnit.MILLISECONDS))
          .get();
    }
    return "request";
  }

  private static void print(String what, String context) {
    System.out.println(what + "=" + context);
  }
}

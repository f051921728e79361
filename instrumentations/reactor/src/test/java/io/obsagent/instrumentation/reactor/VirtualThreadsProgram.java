// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactor;

import io.obsagent.testing.AgentContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Tasks that wait for each other in one queue; prints the context in which each has run. */
final class VirtualThreadsProgram {
  private VirtualThreadsProgram() {}

  public static void main(String[] arguments) throws Exception {
    System.setProperty("reactor.schedulers.defaultBoundedElasticOnVirtualThreads", "true");
    System.setProperty("reactor.schedulers.defaultBoundedElasticSize", "1");
    Scheduler.Worker worker = Schedulers.boundedElastic().createWorker();
    CountDownLatch gate = new CountDownLatch(1);
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletableFuture<String> outside = new CompletableFuture<>();
    CompletableFuture<String> third = new CompletableFuture<>();
    CompletableFuture<String> late = new CompletableFuture<>();
    AgentContext.within(
        "request",
        () ->
            worker.schedule(
                () -> {
                  awaitQuietly(gate);
                  first.complete(AgentContext.current());
                }));
    worker.schedule(() -> outside.complete(AgentContext.current()));
    AgentContext.within(
        "another", () -> worker.schedule(() -> third.complete(AgentContext.current())));
    gate.countDown();
    print("first", first);
    print("outside", outside);
    print("third", third);
    AgentContext.within(
        "late",
        () ->
            worker.schedule(() -> late.complete(AgentContext.current()), 1, TimeUnit.MILLISECONDS));
    print("late", late);
    worker.dispose();
  }

  private static void print(String name, CompletableFuture<String> context) throws Exception {
    System.out.println(name + "=" + context.get(30, TimeUnit.SECONDS));
  }

  private static void awaitQuietly(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.testing.AgentContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Prints in which context virtual threads run. Started on a JDK that has them; their API is called
 * by reflection, for the build does not know it.
 */
final class VirtualThreadProgram {
  private VirtualThreadProgram() {}

  public static void main(String[] args) throws Exception {
    ExecutorService perTask =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    Callable<String> task = AgentContext::current;
    print("submit", AgentContext.within("request", () -> perTask.submit(task)).get());
    print("outside", perTask.submit(task).get());
    print("startVirtualThread", seenBy(VirtualThreadProgram::startVirtualThread));
    print("builder", seenBy(VirtualThreadProgram::buildAndStart));
    print("unstarted", seenBy(own -> make("unstarted", own).start()));
    print("factory", seenBy(own -> factory().newThread(own).start()));
    print("made outside", madeOutside());
    print("platform builder", seenBy(VirtualThreadProgram::buildAndStartPlatform));
    print("thread", seenBy(own -> new Thread(own).start()));
    print("handler", seenByHandler());
    print("after all", startedOutside());
    print("schedule", schedule(task));
    print("parked", contextsOfParkedThreads(perTask));
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
    return seen.get(60, TimeUnit.SECONDS);
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

  private static void buildAndStartPlatform(Runnable task) throws ReflectiveOperationException {
    Object builder = Thread.class.getMethod("ofPlatform").invoke(null);
    Class.forName("java.lang.Thread$Builder")
        .getMethod("start", Runnable.class)
        .invoke(builder, task);
  }

  private static Thread make(String method, Runnable task) throws ReflectiveOperationException {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    return (Thread)
        Class.forName("java.lang.Thread$Builder")
            .getMethod(method, Runnable.class)
            .invoke(builder, task);
  }

  private static ThreadFactory factory() throws ReflectiveOperationException {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    return (ThreadFactory)
        Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
  }

  private static String madeOutside() throws Exception {
    CompletableFuture<String> seen = new CompletableFuture<>();
    Thread thread = factory().newThread(() -> seen.complete(AgentContext.current()));
    AgentContext.within(
        "request",
        () -> {
          thread.start();
          return null;
        });
    return seen.get(60, TimeUnit.SECONDS);
  }

  private static String startedOutside() throws Exception {
    CompletableFuture<String> seen = new CompletableFuture<>();
    Thread thread =
        AgentContext.within(
            "making", () -> factory().newThread(() -> seen.complete(AgentContext.current())));
    thread.start();
    return seen.get(60, TimeUnit.SECONDS);
  }

  private static String seenByHandler() throws Exception {
    CompletableFuture<String> seen = new CompletableFuture<>();
    Thread thread =
        factory()
            .newThread(
                () -> {
                  throw new IllegalStateException("out of stock");
                });
    thread.setUncaughtExceptionHandler(
        (same, thrown) -> seen.complete(AgentContext.current() + ' ' + thrown.getMessage()));
    AgentContext.within(
        "request",
        () -> {
          thread.start();
          return null;
        });
    return seen.get(60, TimeUnit.SECONDS);
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

  /** Threads that park and are unparked by others keep their own contexts. */
  private static String contextsOfParkedThreads(ExecutorService perTask) throws Exception {
    int count = 20_000;
    CountDownLatch release = new CountDownLatch(1);
    List<Future<Boolean>> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String own = "thread " + i;
      threads.add(
          AgentContext.within(
              own,
              () ->
                  perTask.submit(
                      () -> {
                        release.await();
                        Thread.yield();
                        return AgentContext.current().equals(own);
                      })));
    }
    AgentContext.within(
        "releasing",
        () -> {
          release.countDown();
          return null;
        });
    for (Future<Boolean> each : threads) {
      if (!each.get(60, TimeUnit.SECONDS)) {
        return "another's";
      }
    }
    return "own";
  }

  private static void print(String what, String context) {
    System.out.println(what + "=" + context);
  }
}

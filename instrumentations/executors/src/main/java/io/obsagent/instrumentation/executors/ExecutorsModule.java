// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where the JDK takes a task, and where it runs it. A task that the application can see again – in
 * a queue, in a rejection handler – stays the object that it is, and its context is kept beside it;
 * only functions that nobody sees again are wrapped.
 */
public final class ExecutorsModule extends InstrumentationModule {
  private static final String RUNNABLE = "java.lang.Runnable";
  private static final String CALLABLE = "java.util.concurrent.Callable";
  private static final String POOL = "java.util.concurrent.ThreadPoolExecutor";
  private static final String TASK = "java.util.concurrent.ForkJoinTask";
  private static final String THREAD = "java.lang.Thread";
  private static final String EXECUTOR = "java.util.concurrent.Executor";
  private static final String STAGE = "java.util.concurrent.CompletionStage";

  public ExecutorsModule() {
    super("executors", "java.util.concurrent of JDK 17 and newer");
  }

  @Override
  public String description() {
    return "Traces go on in tasks of thread pools, ForkJoinPool and CompletableFuture, and in"
        + " threads, platform and virtual ones, from where they are started. Threads, queues and"
        + " rejected tasks of pools whose threads have names.";
  }

  @Override
  public List<String> backgroundTasks() {
    return BackgroundClasses.PREFIXES;
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Type(POOL, ExecutorsModule::threadPool),
        new Type(
            POOL + "$Worker",
            advices ->
                advices.on(
                    constructor().takes(POOL, RUNNABLE), PoolAdvices.NewWorker.class.getName())),
        new Type(
            "java.util.concurrent.FutureTask",
            advices -> advices.on(constructor(), PoolAdvices.NewFuture.class.getName())),
        new Type(
            "java.util.concurrent.ScheduledThreadPoolExecutor",
            advices ->
                advices.on(named("delayedExecute").takes(1), PoolAdvices.Schedule.class.getName())),
        new Type("org.apache.tomcat.util.threads.ThreadPoolExecutor", ExecutorsModule::tomcatPool),
        new Type("java.util.concurrent.ForkJoinPool", ExecutorsModule::forkJoinPool),
        new Type(TASK, ExecutorsModule::forkJoinTask),
        new Type(
            "java.util.concurrent.CountedCompleter",
            advices ->
                advices.on(
                    named("helpComplete").takes("int"), ForkJoinAdvices.Help.class.getName())),
        new Type("java.util.concurrent.CompletableFuture", ExecutorsModule::completableFuture),
        new Type(
            "java.util.concurrent.ThreadPerTaskExecutor",
            advices ->
                advices.on(
                    named("newThread").takes(RUNNABLE), FunctionAdvices.First.class.getName())),
        // What StructuredTaskScope starts its subtasks with.
        new Type(
            "jdk.internal.misc.ThreadFlock",
            advices ->
                advices.on(
                    named("start").takes(THREAD), ThreadAdvices.StartInFlock.class.getName())),
        new Type(
            "java.lang.ThreadBuilders$VirtualThreadBuilder",
            advices ->
                advices.on(
                    named("start").takes(RUNNABLE), ThreadAdvices.StartVirtual.class.getName())),
        new Type(THREAD, ExecutorsModule::startAndRun),
        new Type("java.lang.VirtualThread", ExecutorsModule::startAndRun),
        // Where a platform has no virtual threads of its own.
        new Type("java.lang.ThreadBuilders$BoundVirtualThread", ExecutorsModule::run),
        new Type("kotlin.concurrent.ThreadsKt$thread$thread$1", ExecutorsModule::run),
        new Type(
            TypeMatch.subtypesOf(THREAD).except(BackgroundClasses.PREFIXES.toArray(new String[0])),
            ExecutorsModule::run));
  }

  private static void startAndRun(Advices advices) {
    advices.on(named("start").takes(0), ThreadAdvices.Start.class.getName());
    advices.on(
        named("startVirtualThread").takes(RUNNABLE), ThreadAdvices.StartVirtual.class.getName());
    run(advices);
    advices.on(named("run").takes(RUNNABLE), ThreadAdvices.RunVirtual.class.getName());
  }

  private static void run(Advices advices) {
    advices.on(named("run").takes(0), ThreadAdvices.Run.class.getName());
  }

  private static void threadPool(Advices advices) {
    advices.on(named("execute").takes(RUNNABLE), PoolAdvices.Submit.class.getName());
    advices.on(named("reject").takes(RUNNABLE), PoolAdvices.Reject.class.getName());
    advices.on(named("remove").takes(RUNNABLE), PoolAdvices.Remove.class.getName());
    advices.on(named("drainQueue").takes(0), PoolAdvices.Drain.class.getName());
    advices.on(named("runWorker").takes(1), PoolAdvices.RunWorker.class.getName());
    advices.on(named("getTask").takes(0), PoolAdvices.GetTask.class.getName());
    advices.on(named("processWorkerExit").takes(2), PoolAdvices.WorkerExit.class.getName());
  }

  private static void tomcatPool(Advices advices) {
    advices.on(named("runWorker").takes(1), TomcatPools.RunWorker.class.getName());
    advices.on(named("reject").takes(RUNNABLE), TomcatPools.Reject.class.getName());
  }

  private static void forkJoinPool(Advices advices) {
    advices.on(named("runWorker").takes(1), ForkJoinAdvices.Work.class.getName());
    advices.on(
        named("externalSubmit", "lazySubmit").takes(TASK), ForkJoinAdvices.Submit.class.getName());
    advices.on(
        named("poolSubmit").takes("boolean", TASK), ForkJoinAdvices.PoolSubmit.class.getName());
    advices.on(
        named("helpAsyncBlocker", "helpQuiescePool", "externalHelpQuiescePool"),
        ForkJoinAdvices.Help.class.getName());
    advices.on(
        named("schedule").takes(RUNNABLE, "long", "java.util.concurrent.TimeUnit"),
        FunctionAdvices.First.class.getName());
    advices.on(
        named("schedule").takes(CALLABLE, "long", "java.util.concurrent.TimeUnit"),
        FunctionAdvices.First.class.getName());
  }

  private static void forkJoinTask(Advices advices) {
    advices.on(named("fork").takes(0), ForkJoinAdvices.Fork.class.getName());
    advices.on(named("doExec").takes(0), ForkJoinAdvices.DoExec.class.getName());
    advices.on(named("awaitDone"), ForkJoinAdvices.Help.class.getName());
  }

  private static void completableFuture(Advices advices) {
    advices.on(
        named(
                "uniApplyStage",
                "uniAcceptStage",
                "uniRunStage",
                "uniExceptionallyStage",
                "uniComposeStage",
                "uniComposeExceptionallyStage",
                "asyncSupplyStage",
                "asyncRunStage")
            .takes(EXECUTOR, null),
        FunctionAdvices.Second.class.getName());
    advices.on(
        named("uniWhenCompleteStage", "uniHandleStage").takes(EXECUTOR, null),
        FunctionAdvices.SecondOfTwo.class.getName());
    advices.on(
        named("biRunStage", "orApplyStage", "orAcceptStage", "orRunStage")
            .takes(EXECUTOR, STAGE, null),
        FunctionAdvices.Third.class.getName());
    advices.on(
        named("biApplyStage", "biAcceptStage").takes(EXECUTOR, STAGE, null),
        FunctionAdvices.ThirdOfTwo.class.getName());
    advices.on(
        named("completeAsync").takes("java.util.function.Supplier", EXECUTOR),
        FunctionAdvices.First.class.getName());
  }

  private record Type(TypeMatch type, Consumer<Advices> advice) implements TypeInstrumentation {
    Type(String name, Consumer<Advices> advice) {
      this(TypeMatch.named(name), advice);
    }

    @Override
    public void advise(Advices advices) {
      advice.accept(advices);
    }
  }
}

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
        + " threads, platform and virtual ones, from where they are started.";
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
                advices.on(constructor().takes(POOL, RUNNABLE), NewWorkerAdvice.class.getName())),
        new Type(
            "java.util.concurrent.FutureTask",
            advices -> advices.on(constructor(), NewFutureAdvice.class.getName())),
        new Type(
            "java.util.concurrent.ScheduledThreadPoolExecutor",
            advices ->
                advices.on(named("delayedExecute").takes(1), ScheduleAdvice.class.getName())),
        new Type("java.util.concurrent.ForkJoinPool", ExecutorsModule::forkJoinPool),
        new Type(TASK, ExecutorsModule::forkJoinTask),
        new Type(
            "java.util.concurrent.CountedCompleter",
            advices -> advices.on(named("helpComplete").takes("int"), HelpAdvice.class.getName())),
        new Type("java.util.concurrent.CompletableFuture", ExecutorsModule::completableFuture),
        new Type(
            "java.util.concurrent.ThreadPerTaskExecutor",
            advices -> advices.on(named("newThread").takes(RUNNABLE), FirstAdvice.class.getName())),
        // Its implementation since JDK 25, and itself before.
        new Type("java.util.concurrent.StructuredTaskScopeImpl", ExecutorsModule::taskScope),
        new Type("java.util.concurrent.StructuredTaskScope", ExecutorsModule::taskScope),
        new Type(
            "java.lang.ThreadBuilders$VirtualThreadBuilder",
            advices ->
                advices.on(named("start").takes(RUNNABLE), StartVirtualAdvice.class.getName())),
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
    advices.on(named("start").takes(0), StartAdvice.class.getName());
    advices.on(named("startVirtualThread").takes(RUNNABLE), StartVirtualAdvice.class.getName());
    run(advices);
    advices.on(named("run").takes(RUNNABLE), RunVirtualAdvice.class.getName());
  }

  private static void run(Advices advices) {
    advices.on(named("run").takes(0), RunAdvice.class.getName());
  }

  private static void threadPool(Advices advices) {
    advices.on(named("execute").takes(RUNNABLE), SubmitAdvice.class.getName());
    advices.on(named("reject").takes(RUNNABLE), RejectAdvice.class.getName());
    advices.on(named("remove").takes(RUNNABLE), RemoveAdvice.class.getName());
    advices.on(named("drainQueue").takes(0), DrainAdvice.class.getName());
    advices.on(named("runWorker").takes(1), RunWorkerAdvice.class.getName());
    advices.on(named("getTask").takes(0), GetTaskAdvice.class.getName());
    advices.on(named("processWorkerExit").takes(2), WorkerExitAdvice.class.getName());
  }

  private static void forkJoinPool(Advices advices) {
    advices.on(named("externalSubmit", "lazySubmit").takes(TASK), ForkSubmitAdvice.class.getName());
    advices.on(named("poolSubmit").takes("boolean", TASK), ForkPoolSubmitAdvice.class.getName());
    advices.on(
        named("helpAsyncBlocker", "helpQuiescePool", "externalHelpQuiescePool"),
        HelpAdvice.class.getName());
    advices.on(
        named("schedule").takes(RUNNABLE, "long", "java.util.concurrent.TimeUnit"),
        FirstAdvice.class.getName());
    advices.on(
        named("schedule").takes(CALLABLE, "long", "java.util.concurrent.TimeUnit"),
        FirstAdvice.class.getName());
  }

  private static void forkJoinTask(Advices advices) {
    advices.on(named("fork").takes(0), ForkAdvice.class.getName());
    advices.on(named("doExec").takes(0), DoExecAdvice.class.getName());
    advices.on(named("awaitDone"), HelpAdvice.class.getName());
  }

  private static void taskScope(Advices advices) {
    advices.on(named("fork").takes(CALLABLE), FirstAdvice.class.getName());
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
        SecondAdvice.class.getName());
    advices.on(
        named("uniWhenCompleteStage", "uniHandleStage").takes(EXECUTOR, null),
        SecondOfTwoAdvice.class.getName());
    advices.on(
        named("biRunStage", "orApplyStage", "orAcceptStage", "orRunStage")
            .takes(EXECUTOR, STAGE, null),
        ThirdAdvice.class.getName());
    advices.on(
        named("biApplyStage", "biAcceptStage").takes(EXECUTOR, STAGE, null),
        ThirdOfTwoAdvice.class.getName());
    advices.on(
        named("completeAsync").takes("java.util.function.Supplier", EXECUTOR),
        FirstAdvice.class.getName());
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

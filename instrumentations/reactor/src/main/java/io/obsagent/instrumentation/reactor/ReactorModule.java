// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactor;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Where signals, requests and tasks come into Reactor. */
public final class ReactorModule extends InstrumentationModule {
  private static final String PUBLISHERS = "reactor.core.publisher.";
  private static final String SUBSCRIBER = "reactor.core.CoreSubscriber";

  /** Sources of Reactor that emit on whichever thread feeds them. */
  private static final String[] SOURCES = {
    PUBLISHERS + "DirectProcessor",
    PUBLISHERS + "EmitterProcessor",
    PUBLISHERS + "FluxCreate",
    PUBLISHERS + "FluxInterval",
    PUBLISHERS + "FluxPublish",
    PUBLISHERS + "FluxReplay",
    PUBLISHERS + "FluxSource",
    PUBLISHERS + "FluxSourceFuseable",
    PUBLISHERS + "MonoCacheInvalidateIf",
    PUBLISHERS + "MonoCacheInvalidateWhen",
    PUBLISHERS + "MonoCacheTime",
    PUBLISHERS + "MonoCompletionStage",
    PUBLISHERS + "MonoCreate",
    PUBLISHERS + "MonoFromPublisher",
    PUBLISHERS + "MonoIgnorePublisher",
    PUBLISHERS + "MonoProcessor",
    PUBLISHERS + "MonoSource",
    PUBLISHERS + "MonoSourceFuseable",
    PUBLISHERS + "NextProcessor",
    PUBLISHERS + "ReplayProcessor",
    PUBLISHERS + "SinkEmptyMulticast",
    PUBLISHERS + "SinkManyBestEffort",
    PUBLISHERS + "SinkManyEmitterProcessor",
    PUBLISHERS + "SinkManyReplayProcessor",
    PUBLISHERS + "SinkManyUnicast",
    PUBLISHERS + "SinkManyUnicastNoBackpressure",
    PUBLISHERS + "SinkOneMulticast",
    PUBLISHERS + "UnicastManySinkNoBackpressure",
    PUBLISHERS + "UnicastProcessor",
  };

  /** Operators, and sources that emit on the thread that asks. */
  private static final String[] ASKED = {
    PUBLISHERS + "FluxArray",
    PUBLISHERS + "FluxCombineLatest",
    PUBLISHERS + "FluxConcatArray",
    PUBLISHERS + "FluxConcatIterable",
    PUBLISHERS + "FluxDefer",
    PUBLISHERS + "FluxDeferContextual",
    PUBLISHERS + "FluxFromMonoOperator",
    PUBLISHERS + "FluxGenerate",
    PUBLISHERS + "FluxIterable",
    PUBLISHERS + "FluxMerge",
    PUBLISHERS + "FluxStream",
    PUBLISHERS + "FluxUsing",
    PUBLISHERS + "FluxUsingWhen",
    PUBLISHERS + "FluxZip",
    PUBLISHERS + "InternalConnectableFluxOperator",
    PUBLISHERS + "InternalFluxOperator",
    PUBLISHERS + "InternalMonoOperator",
    PUBLISHERS + "MonoCallable",
    PUBLISHERS + "MonoDefer",
    PUBLISHERS + "MonoDeferContextual",
    PUBLISHERS + "MonoFromFluxOperator",
    PUBLISHERS + "MonoSupplier",
    PUBLISHERS + "MonoUsing",
    PUBLISHERS + "MonoUsingWhen",
  };

  public ReactorModule() {
    super("reactor", "Reactor 3.4–3.8");
  }

  @Override
  public String description() {
    return "Traces go on in Reactor, from where a Flux or Mono is subscribed to, on whichever thread"
        + " its signals come.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    MethodMatch subscribe = named("subscribe", "subscribeOrReturn").takes(SUBSCRIBER);
    return List.of(
        new Type(
            TypeMatch.named(SOURCES),
            advices -> advices.on(subscribe, SourceAdvices.Subscribe.class.getName())),
        new Type(
            TypeMatch.subtypesOf(PUBLISHERS + "Flux", PUBLISHERS + "Mono").except(PUBLISHERS),
            advices ->
                advices.on(
                    named("subscribe").takes(SUBSCRIBER), SourceAdvices.Subscribe.class.getName())),
        new Type(
            TypeMatch.named(PUBLISHERS + "Operators"),
            advices ->
                advices.on(
                    named("toCoreSubscriber").takes(1), SubscriberAdvices.Last.class.getName())),
        new Type(
            TypeMatch.named(ASKED),
            advices ->
                advices.on(
                    named("subscribe").takes(SUBSCRIBER),
                    SubscriberAdvices.LastOfReactor.class.getName())),
        new Type(TypeMatch.named("reactor.core.scheduler.Schedulers"), ReactorModule::schedulers),
        // There since Reactor 3.6, for JDK 21.
        new Type(
            TypeMatch.named(
                "reactor.core.scheduler.BoundedElasticThreadPerTaskScheduler$SequentialThreadPerTaskExecutor"),
            ReactorModule::threads));
  }

  private static void schedulers(Advices advices) {
    String executor = "java.util.concurrent.ScheduledExecutorService";
    advices.on(
        named("directSchedule").takesFirst(executor, "java.lang.Runnable"),
        SchedulerAdvices.Direct.class.getName());
    advices.on(
        named("workerSchedule").takesFirst(executor, null, "java.lang.Runnable"),
        SchedulerAdvices.Worker.class.getName());
  }

  private static void threads(Advices advices) {
    advices.on(
        named("schedule").takesFirst("java.lang.Runnable"),
        SchedulerAdvices.OwnThread.class.getName());
    advices.on(named("drain").takes(0), SchedulerAdvices.NextThread.class.getName());
  }

  private interface Advised {
    void advise(Advices advices);
  }

  private record Type(TypeMatch type, Advised advised) implements TypeInstrumentation {
    @Override
    public void advise(Advices advices) {
      advised.advise(advices);
    }
  }
}

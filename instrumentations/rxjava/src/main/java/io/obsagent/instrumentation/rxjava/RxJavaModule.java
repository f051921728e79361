// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.rxjava;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;
import java.util.function.Consumer;

/** Where signals and tasks come into RxJava, which is twice the same under two names. */
public final class RxJavaModule extends InstrumentationModule {
  private static final String RX2 = "io.reactivex.";
  private static final String RX3 = "io.reactivex.rxjava3.";
  private static final String OPERATORS = "internal.operators.";
  private static final String SCHEDULERS = "internal.schedulers.";

  /** Sources that emit on whichever thread feeds them. */
  private static final List<String> SOURCES =
      List.of(
          OPERATORS + "completable.CompletableCache",
          OPERATORS + "completable.CompletableCreate",
          OPERATORS + "completable.CompletableFromPublisher",
          OPERATORS + "flowable.FlowableCache",
          OPERATORS + "flowable.FlowableCreate",
          OPERATORS + "flowable.FlowableFromPublisher",
          OPERATORS + "flowable.FlowableInterval",
          OPERATORS + "flowable.FlowablePublish",
          OPERATORS + "flowable.FlowablePublishAlt",
          OPERATORS + "flowable.FlowableReplay",
          OPERATORS + "maybe.MaybeCache",
          OPERATORS + "maybe.MaybeCreate",
          OPERATORS + "observable.ObservableCache",
          OPERATORS + "observable.ObservableCreate",
          OPERATORS + "observable.ObservableFromPublisher",
          OPERATORS + "observable.ObservableInterval",
          OPERATORS + "observable.ObservablePublish",
          OPERATORS + "observable.ObservablePublishAlt",
          OPERATORS + "observable.ObservableReplay",
          OPERATORS + "single.SingleCache",
          OPERATORS + "single.SingleCreate",
          OPERATORS + "single.SingleFromPublisher",
          "processors.AsyncProcessor",
          "processors.BehaviorProcessor",
          "processors.MulticastProcessor",
          "processors.PublishProcessor",
          "processors.ReplayProcessor",
          "processors.UnicastProcessor",
          "subjects.AsyncSubject",
          "subjects.BehaviorSubject",
          "subjects.CompletableSubject",
          "subjects.MaybeSubject",
          "subjects.PublishSubject",
          "subjects.ReplaySubject",
          "subjects.SingleSubject",
          "subjects.UnicastSubject");

  private static final List<String> BASES =
      List.of("Completable", "Flowable", "Maybe", "Observable", "Single");

  private static final List<String> WORKERS =
      List.of(
          SCHEDULERS + "ExecutorScheduler",
          SCHEDULERS + "ExecutorScheduler$ExecutorWorker",
          SCHEDULERS + "NewThreadWorker",
          SCHEDULERS + "SingleScheduler",
          SCHEDULERS + "SingleScheduler$ScheduledWorker",
          SCHEDULERS + "TrampolineScheduler$TrampolineWorker");

  public RxJavaModule() {
    super("rxjava", "RxJava 2.2 and 3.0–3.1");
  }

  @Override
  public String description() {
    return "Traces go on in RxJava, from where an Observable, Flowable, Single, Maybe or Completable"
        + " is subscribed to, on whichever thread its signals come.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    String second = SourceAdvices.Subscribe2.class.getName();
    String third = SourceAdvices.Subscribe3.class.getName();
    return List.of(
        sources(TypeMatch.named(below(RX2, SOURCES)), second),
        sources(TypeMatch.subtypesOf(below(RX2, BASES)).except(RX2), second),
        sources(TypeMatch.named(below(RX3, SOURCES)), third),
        sources(TypeMatch.subtypesOf(below(RX3 + "core.", BASES)).except(RX3), third),
        new Type(TypeMatch.named(below(RX2, WORKERS)), RxJavaModule::schedule),
        new Type(TypeMatch.named(below(RX3, WORKERS)), RxJavaModule::schedule));
  }

  private static TypeInstrumentation sources(TypeMatch types, String advice) {
    return new Type(types, advices -> advices.on(named("subscribeActual").takes(1), advice));
  }

  private static String[] below(String prefix, List<String> names) {
    return names.stream().map(prefix::concat).toArray(String[]::new);
  }

  private static void schedule(Advices advices) {
    advices.on(
        named("schedule", "scheduleActual", "scheduleDirect").takesFirst("java.lang.Runnable"),
        SchedulerAdvices.Schedule.class.getName());
  }

  private record Type(TypeMatch type, Consumer<Advices> advice) implements TypeInstrumentation {
    @Override
    public void advise(Advices advices) {
      advice.accept(advices);
    }
  }
}

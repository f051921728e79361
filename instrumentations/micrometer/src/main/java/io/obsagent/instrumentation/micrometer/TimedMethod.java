// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import io.micrometer.core.annotation.Timed;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.obsagent.spi.advice.OriginMethod;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The timers of a method, whose annotations are read once. Thread-safe. */
final class TimedMethod {
  private static final String NAME = "method.timed";

  /** Of the methods of one class loader: as many as are woven. */
  private static final ConcurrentHashMap<String, TimedMethod> KNOWN = new ConcurrentHashMap<>();

  private final List<Measured> timers = new ArrayList<>();
  private final List<LongTaskTimer> longTasks = new ArrayList<>();
  private final boolean ofResource;
  private final boolean suspends;

  /** What one annotation asks for. */
  private static final class Measured {
    private final Timed timed;
    private final Tags tags;
    private final Timer succeeded;

    Measured(Timed timed, Tags tags) {
      this.timed = timed;
      this.tags = tags;
      this.succeeded = timer(MeteredMethods.NO_EXCEPTION);
    }

    private Timer timer(String exception) {
      return Timer.builder(timed, NAME)
          .tags(tags)
          .tag("exception", exception)
          .register(MeteredMethods.REGISTRY);
    }

    void record(long nanos, @Nullable Throwable thrown) {
      Timer timer = thrown == null ? succeeded : timer(MeteredMethods.exception(thrown));
      timer.record(nanos, TimeUnit.NANOSECONDS);
    }
  }

  private TimedMethod(OriginMethod origin) {
    Method method = MeteredMethods.find(origin);
    this.suspends = MeteredMethods.suspends(origin);
    this.ofResource = method != null && MeteredMethods.isResource(method.getDeclaringClass());
    if (method == null) {
      return;
    }
    Timed[] own = method.getAnnotationsByType(Timed.class);
    Class<?> type = method.getDeclaringClass();
    for (Timed timed : own.length > 0 ? own : type.getAnnotationsByType(Timed.class)) {
      Tags tags = MeteredMethods.tags(origin, timed.extraTags());
      if (!timed.longTask()) {
        timers.add(new Measured(timed, tags));
      } else if (!timed.value().isEmpty()) {
        longTasks.add(LongTaskTimer.builder(timed).tags(tags).register(MeteredMethods.REGISTRY));
      }
    }
  }

  static TimedMethod of(String origin) {
    TimedMethod known = KNOWN.get(origin);
    if (known == null) {
      TimedMethod made = new TimedMethod(OriginMethod.of(origin));
      known = KNOWN.putIfAbsent(origin, made);
      return known == null ? made : known;
    }
    return known;
  }

  /** Whether it is one of Kotlin's that is called again to go on. */
  boolean suspends() {
    return suspends;
  }

  /** Null where nothing is to be timed. */
  @Nullable Call begin() {
    boolean none = timers.isEmpty() && longTasks.isEmpty();
    if (none || ofResource && MeteredMethods.areResourcesTimed()) {
      return null;
    }
    List<LongTaskTimer.Sample> running = longTasks.isEmpty() ? List.of() : new ArrayList<>();
    for (LongTaskTimer timer : longTasks) {
      running.add(timer.start());
    }
    return new Call(this, running, System.nanoTime());
  }

  /** A call that runs. */
  record Call(TimedMethod method, List<LongTaskTimer.Sample> running, long start) {
    /**
     * @param counts false where somebody else has seen to it meanwhile
     */
    void end(@Nullable Throwable thrown, boolean counts) {
      long nanos = System.nanoTime() - start;
      running.forEach(LongTaskTimer.Sample::stop);
      if (counts) {
        method.timers.forEach(each -> each.record(nanos, thrown));
      }
    }
  }
}

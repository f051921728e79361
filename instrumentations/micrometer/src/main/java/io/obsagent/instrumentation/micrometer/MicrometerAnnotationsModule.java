// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Methods with Micrometer's annotations, where the application has no aspect for them. */
public final class MicrometerAnnotationsModule extends InstrumentationModule {
  private static final String PACKAGE = "io.micrometer.core.annotation.";

  /** Of a suspending function. */
  private static final int MAX_ARGUMENTS = 10;

  public MicrometerAnnotationsModule() {
    super("micrometer-annotations", "Micrometer 1.5–1.17");
  }

  @Override
  public String description() {
    return "Methods with `@Timed` and `@Counted`, and those of classes with them, unless an aspect of the application's sees to them.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new AnnotatedInstrumentation(
            "Timed", MeteredAdvices.Timing.class, SuspendAdvices.Timing.class),
        new AnnotatedInstrumentation(
            "TimedSet", MeteredAdvices.Timing.class, SuspendAdvices.Timing.class),
        new AnnotatedInstrumentation(
            "Counted", MeteredAdvices.Counting.class, SuspendAdvices.Counting.class),
        new ListenerInstrumentation(),
        new AspectInstrumentation(
            MeteredAdvices.TimedAspect.class.getName(),
            "io.micrometer.core.aop.TimedAspect",
            "io.quarkus.micrometer.runtime.MicrometerTimedInterceptor",
            "io.micronaut.configuration.metrics.micrometer.intercept.TimedInterceptor"),
        new AspectInstrumentation(
            MeteredAdvices.CountedAspect.class.getName(),
            "io.micrometer.core.aop.CountedAspect",
            "io.quarkus.micrometer.runtime.MicrometerCountedInterceptor",
            "io.micronaut.configuration.metrics.micrometer.intercept.CountedInterceptor"));
  }

  private record AnnotatedInstrumentation(String annotation, Class<?> advice, Class<?> suspending)
      implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.annotated(PACKAGE + annotation);
    }

    @Override
    public void advise(Advices advices) {
      MethodMatch method = MethodMatch.annotated(PACKAGE + annotation);
      MethodMatch ofClass = MethodMatch.ofAnnotated(PACKAGE + annotation);
      advices.on(method, advice.getName());
      advices.on(ofClass, advice.getName());
      for (int before = 0; before < MAX_ARGUMENTS; before++) {
        @Nullable String[] arguments = new String[before + 1];
        arguments[before] = "kotlin.coroutines.Continuation";
        advices.on(method.takes(arguments), suspending.getName());
        advices.on(ofClass.takes(arguments), suspending.getName());
      }
    }
  }

  /** Jersey's own, which sees to its resources. */
  private static final class ListenerInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "io.micrometer.core.instrument.binder.jersey.server.MetricsRequestEventListener",
          "io.micrometer.jersey2.server.MetricsRequestEventListener",
          "org.glassfish.jersey.micrometer.server.MetricsRequestEventListener");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(MethodMatch.constructor(), MeteredAdvices.Listener.class.getName());
    }
  }

  /** One that is made is used; one that was made before the agent came is called. */
  private record AspectInstrumentation(String advice, String... aspects)
      implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(aspects);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          MethodMatch.named(
              "<init>", "timedMethod", "timedClass", "interceptAndRecord", "countedClass"),
          advice);
    }
  }
}

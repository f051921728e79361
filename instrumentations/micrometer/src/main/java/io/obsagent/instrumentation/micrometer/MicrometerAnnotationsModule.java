// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Methods with Micrometer's annotations, where the application has no aspect for them. */
public final class MicrometerAnnotationsModule extends InstrumentationModule {
  private static final String PACKAGE = "io.micrometer.core.annotation.";

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
        new AnnotatedInstrumentation("Timed", MeteredAdvices.Timing.class.getName()),
        new AnnotatedInstrumentation("TimedSet", MeteredAdvices.Timing.class.getName()),
        new AnnotatedInstrumentation("Counted", MeteredAdvices.Counting.class.getName()),
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

  private record AnnotatedInstrumentation(String annotation, String advice)
      implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.annotated(PACKAGE + annotation);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(MethodMatch.annotated(PACKAGE + annotation), advice);
      advices.on(MethodMatch.ofAnnotated(PACKAGE + annotation), advice);
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

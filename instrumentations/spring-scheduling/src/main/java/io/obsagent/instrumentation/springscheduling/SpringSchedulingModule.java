// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springscheduling;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** What Spring runs elsewhere: methods that the clock starts, and those that are called later. */
public final class SpringSchedulingModule extends InstrumentationModule {
  public SpringSchedulingModule() {
    super("spring-scheduling", "Spring 5.3–7.0");
  }

  @Override
  public String description() {
    return "A trace for each run of a @Scheduled method, with its duration as a metric, and a span"
        + " for each call of an @Async method.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new ScheduledInstrumentation(), new HandlerInstrumentation(), new AsyncInstrumentation());
  }

  private static final class ScheduledInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.springframework.scheduling.support.ScheduledMethodRunnable");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("run").takes(0), SchedulingAdvices.RunScheduled.class.getName());
    }
  }

  private static final class HandlerInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "org.springframework.scheduling.support.DelegatingErrorHandlingRunnable");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("run").takes(0), SchedulingAdvices.HandleError.class.getName());
    }
  }

  private static final class AsyncInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.springframework.aop.interceptor.AsyncExecutionAspectSupport");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("determineAsyncExecutor").takes("java.lang.reflect.Method"),
          SchedulingAdvices.AsyncMethod.class.getName());
      advices.on(
          named("doSubmit").takesFirst("java.util.concurrent.Callable"),
          SchedulingAdvices.AsyncSubmit.class.getName());
      advices.on(
          named("handleError")
              .takes("java.lang.Throwable", "java.lang.reflect.Method", "java.lang.Object[]"),
          SchedulingAdvices.AsyncFailure.class.getName());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j1;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The one place where Log4j 1 hands an event to its appenders, on the thread that logs. */
public final class Log4j1Module extends InstrumentationModule {
  private static final String EVENT = "org.apache.log4j.spi.LoggingEvent";

  public Log4j1Module() {
    super("log4j1", "Log4j 1.2.15–1.2.17, reload4j 1.2.18–1.2.26");
  }

  @Override
  public String description() {
    return "Events of Log4j 1.2 and reload4j with trace_id, span_id and correlation_id in their MDC,"
        + " their records, its levels; lines of JSON.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("org.apache.log4j.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new CategoryInstrumentation(),
        new EventInstrumentation(),
        new RepositoryInstrumentation(),
        new WriterInstrumentation(),
        new AppenderInstrumentation());
  }

  private static final class CategoryInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.apache.log4j.Category");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("callAppenders").takes(EVENT), EventAdvices.CallAppenders.class.getName());
    }
  }

  private static final class EventInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(EVENT);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("getMDC").takes("java.lang.String"), EventAdvices.GetMdc.class.getName());
      advices.on(named("getMDCCopy").takes(0), EventAdvices.CopyMdc.class.getName());
    }
  }

  private static final class RepositoryInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.apache.log4j.Hierarchy");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(constructor(), EventAdvices.NewRepository.class.getName());
    }
  }

  private static final class WriterInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.apache.log4j.WriterAppender");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("subAppend").takes(EVENT), LayoutAdvices.Append.class.getName());
    }
  }

  private static final class AppenderInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.apache.log4j.AppenderSkeleton");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("setLayout").takes("org.apache.log4j.Layout"),
          LayoutAdvices.SetLayout.class.getName());
      advices.on(named("getLayout").takes(0), LayoutAdvices.GetLayout.class.getName());
    }
  }
}

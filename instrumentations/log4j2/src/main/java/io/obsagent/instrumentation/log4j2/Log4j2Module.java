// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * The strategies by which Log4j copies the thread context into an event, on the thread that logs:
 * for all kinds of loggers and events, the asynchronous ones included.
 */
public final class Log4j2Module extends InstrumentationModule {
  private static final String INJECTOR =
      "org.apache.logging.log4j.core.impl.ThreadContextDataInjector$";

  public Log4j2Module() {
    super("log4j2", "Log4j 2.8–2.26, 3.0 beta");
  }

  @Override
  public String description() {
    return "trace_id, span_id and correlation_id in the context data of Log4j 2's events, for"
        + " patterns and JSON layouts.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("com.lmax.disruptor.", "org.apache.logging.log4j.core.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new InjectorInstrumentation());
  }

  private static final class InjectorInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          INJECTOR + "ForDefaultThreadContextMap",
          INJECTOR + "ForGarbageFreeThreadContextMap",
          INJECTOR + "ForCopyOnWriteThreadContextMap");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("injectContextData")
              .takes("java.util.List", "org.apache.logging.log4j.util.StringMap"),
          InjectorAdvices.Inject.class.getName());
    }
  }
}

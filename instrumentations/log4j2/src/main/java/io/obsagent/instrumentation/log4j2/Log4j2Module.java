// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * The strategies by which Log4j copies the thread context into an event, and the places where it
 * hands events to appenders: both on the thread that logs, for all kinds of loggers.
 */
public final class Log4j2Module extends InstrumentationModule {
  private static final String CORE = "org.apache.logging.log4j.core.";
  private static final String APPENDER = CORE + "appender.";
  private static final String LOG_EVENT = CORE + "LogEvent";

  /** A module of its own in Log4j 3. */
  private static final String ASYNC = "org.apache.logging.log4j.async.logger.";

  private static final String INJECTOR =
      "org.apache.logging.log4j.core.impl.ThreadContextDataInjector$";

  public Log4j2Module() {
    super("log4j2", "Log4j 2.8–2.26, 3.0 beta");
  }

  @Override
  public String description() {
    return "Log4j 2's events with trace_id, span_id and correlation_id in their context data, their"
        + " records, and its levels.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("com.lmax.disruptor.", CORE, ASYNC);
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new InjectorInstrumentation(),
        new Advised(
            TypeMatch.named(CORE + "config.LoggerConfig"),
            named("processLogEvent").takesFirst(LOG_EVENT),
            EventAdvices.Process.class.getName()),
        new Advised(
            TypeMatch.named(CORE + "async.AsyncLoggerConfig", ASYNC + "AsyncLoggerConfig"),
            named("logToAsyncLoggerConfigsOnCurrentThread").takes(LOG_EVENT),
            EventAdvices.Again.class.getName()),
        new Advised(
            TypeMatch.named(CORE + "async.RingBufferLogEvent", ASYNC + "RingBufferLogEvent"),
            named("setValues"),
            EventAdvices.Fill.class.getName()),
        new Advised(
            TypeMatch.named(CORE + "LoggerContext"),
            constructor(),
            EventAdvices.NewContext.class.getName()),
        new Advised(
            TypeMatch.named(APPENDER + "AbstractOutputStreamAppender"),
            named("directEncodeEvent", "writeByteArrayToManager").takes(LOG_EVENT),
            LayoutAdvices.Encode.class.getName()),
        new Advised(
            TypeMatch.named(APPENDER + "AbstractOutputStreamAppender"),
            named("stop").takes("long", "java.util.concurrent.TimeUnit", "boolean"),
            LayoutAdvices.Stop.class.getName()),
        new Advised(
            TypeMatch.named(APPENDER + "AbstractAppender"),
            named("getLayout").takes(),
            LayoutAdvices.GetLayout.class.getName()),
        new Advised(
            TypeMatch.named(APPENDER + "rolling.RollingFileManager"),
            named("rollover").takes(),
            LayoutAdvices.Roll.class.getName()));
  }

  /** One advised method of a type. */
  private record Advised(TypeMatch type, MethodMatch method, String advice)
      implements TypeInstrumentation {
    @Override
    public void advise(Advices advices) {
      advices.on(method, advice);
    }
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

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.logback;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The one place where Logback hands an event to its appenders, on the thread that logs. */
public final class LogbackModule extends InstrumentationModule {
  public LogbackModule() {
    super("logback", "Logback 1.0.8–1.6");
  }

  @Override
  public String description() {
    return "Logback's events with trace_id, span_id and correlation_id in their MDC, their records, its"
        + " levels; lines of JSON.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("ch.qos.logback.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new LoggerInstrumentation(), new ContextInstrumentation(), new AppenderInstrumentation());
  }

  private static final class LoggerInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("ch.qos.logback.classic.Logger");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("callAppenders").takes("ch.qos.logback.classic.spi.ILoggingEvent"),
          LoggerAdvices.CallAppenders.class.getName());
    }
  }

  private static final class ContextInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("ch.qos.logback.classic.LoggerContext");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(constructor(), LoggerAdvices.NewContext.class.getName());
    }
  }

  private static final class AppenderInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("ch.qos.logback.core.OutputStreamAppender");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("subAppend"), EncoderAdvices.Append.class.getName());
      advices.on(named("writeOut"), EncoderAdvices.WriteOut.class.getName());
      advices.on(named("setEncoder"), EncoderAdvices.SetEncoder.class.getName());
      advices.on(named("getEncoder"), EncoderAdvices.GetEncoder.class.getName());
    }
  }
}

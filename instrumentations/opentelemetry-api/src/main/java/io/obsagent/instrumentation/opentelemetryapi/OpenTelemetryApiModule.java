// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import io.obsagent.spi.telemetry.LazyResult;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The two places where the application gets all that is OpenTelemetry's. */
public final class OpenTelemetryApiModule extends InstrumentationModule {
  private static final String STARTER = "io.opentelemetry.instrumentation.spring.autoconfigure.";

  public OpenTelemetryApiModule() {
    super("opentelemetry-api", "OpenTelemetry API 1.10–1.68");
  }

  @Override
  public String description() {
    return "The application's own spans, contexts and baggage in the agent's traces; an SDK of the"
        + " application's keeps its spans, in the same traces.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new StorageInstrumentation(),
        new GlobalInstrumentation(),
        new LoggerInstrumentation(),
        new WithSpanInstrumentation(),
        new AddingInstrumentation(),
        new StarterInstrumentation(),
        new AspectInstrumentation());
  }

  private static final class StorageInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.opentelemetry.context.LazyStorage");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(MethodMatch.named("get").takes(), ApiAdvices.Storage.class.getName());
    }
  }

  private static final class GlobalInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.opentelemetry.api.GlobalOpenTelemetry");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(MethodMatch.named("get", "getOrNoop").takes(), ApiAdvices.Global.class.getName());
    }
  }

  /** The logger of whoever has no SDK, of the API since 1.27. */
  private static final class LoggerInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.opentelemetry.api.logs.DefaultLogger");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          MethodMatch.named("logRecordBuilder").takes(), ApiAdvices.LogRecord.class.getName());
      advices.on(MethodMatch.named("isEnabled"), ApiAdvices.LogEnabled.class.getName());
    }
  }

  private static final class WithSpanInstrumentation implements TypeInstrumentation {
    private static final String WITH_SPAN = "io.opentelemetry.instrumentation.annotations.WithSpan";

    /** Of a suspending function with a span. */
    private static final int MAX_ARGUMENTS = 20;

    @Override
    public TypeMatch type() {
      return TypeMatch.annotated(WITH_SPAN);
    }

    @Override
    public void advise(Advices advices) {
      MethodMatch method = MethodMatch.annotated(WITH_SPAN);
      advices.on(method, WithSpanAdvices.Plain.class.getName());
      for (String stage : List.of("CompletableFuture", "CompletionStage")) {
        advices.on(
            method.returns("java.util.concurrent." + stage),
            WithSpanAdvices.Staged.class.getName());
      }
      for (String lazy : new TreeSet<>(LazyResult.TYPES)) {
        advices.on(method.returns(lazy), WithSpanAdvices.Lazy.class.getName());
      }
      for (int before = 0; before < MAX_ARGUMENTS; before++) {
        @Nullable String[] arguments = new String[before + 1];
        arguments[before] = SpanMethod.CONTINUATION;
        advices.on(method.takes(arguments), SuspendAdvices.Suspending.class.getName());
      }
    }
  }

  /** After the one above: a method may have both annotations. */
  private static final class AddingInstrumentation implements TypeInstrumentation {
    private static final String ADDING =
        "io.opentelemetry.instrumentation.annotations.AddingSpanAttributes";

    @Override
    public TypeMatch type() {
      return TypeMatch.annotated(ADDING);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(MethodMatch.annotated(ADDING), WithSpanAdvices.Adding.class.getName());
    }
  }

  /** OpenTelemetry's starter for Spring Boot with {@code otel.sdk.disabled}: what it injects. */
  private static final class StarterInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          STARTER + "OpenTelemetryAutoConfiguration$DisabledOpenTelemetrySdkConfig");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(MethodMatch.named("openTelemetry").takes(), ApiAdvices.Global.class.getName());
    }
  }

  /** What makes spans of {@code WithSpan} for the application: it is to be the only one. */
  private static final class AspectInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          STARTER + "internal.instrumentation.annotations.InstrumentationWithSpanAspect",
          STARTER + "instrumentation.annotations.InstrumentationWithSpanAspect",
          "io.quarkus.opentelemetry.runtime.tracing.cdi.WithSpanInterceptor");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          MethodMatch.named("<init>", "traceMethod", "span"),
          WithSpanAdvices.OwnAspect.class.getName());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;
import org.jspecify.annotations.Nullable;

/** The agent as the application's OpenTelemetry. Immutable. */
enum BridgedOpenTelemetry implements OpenTelemetry, TracerProvider {
  INSTANCE;

  private static final ContextPropagators PROPAGATORS =
      ContextPropagators.create(new BridgedPropagator());

  @Override
  public TracerProvider getTracerProvider() {
    return this;
  }

  @Override
  public MeterProvider getMeterProvider() {
    return BridgedMeters.INSTANCE;
  }

  @Override
  public ContextPropagators getPropagators() {
    return PROPAGATORS;
  }

  @Override
  public Tracer get(@Nullable String scope) {
    return new ScopedTracer(scope == null ? "" : scope);
  }

  @Override
  public Tracer get(@Nullable String scope, @Nullable String version) {
    return get(scope);
  }

  @Override
  public TracerBuilder tracerBuilder(@Nullable String scope) {
    return new ScopedTracer(scope == null ? "" : scope);
  }

  /** A tracer, and its own builder: of what a builder is told only the scope is kept. */
  private record ScopedTracer(String scope) implements Tracer, TracerBuilder {
    @Override
    public SpanBuilder spanBuilder(@Nullable String name) {
      return new BridgedSpanBuilder(scope, name == null || name.isBlank() ? "unnamed" : name);
    }

    @Override
    public TracerBuilder setSchemaUrl(@Nullable String url) {
      return this;
    }

    @Override
    public TracerBuilder setInstrumentationVersion(@Nullable String version) {
      return this;
    }

    @Override
    public Tracer build() {
      return this;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import io.obsagent.testing.ModuleKit;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;

class OpenTelemetryApiModuleTest extends ModuleKit {
  private static final ContextKey<String> KEY = ContextKey.named("key");

  OpenTelemetryApiModuleTest() {
    super(new OpenTelemetryApiModule());
  }

  @Override
  protected String use() {
    Span span = GlobalOpenTelemetry.getTracer("kit").spanBuilder("kit").startSpan();
    try (Scope scope = Context.current().with(KEY, "value").with(span).makeCurrent()) {
      return scope != null ? String.valueOf(Context.current().get(KEY)) : "none";
    } finally {
      span.end();
    }
  }
}

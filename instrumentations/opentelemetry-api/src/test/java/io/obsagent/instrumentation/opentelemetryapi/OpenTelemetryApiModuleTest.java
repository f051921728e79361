// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import com.acme.shop.Annotated;
import io.obsagent.testing.ModuleKit;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.List;

class OpenTelemetryApiModuleTest extends ModuleKit {
  private static final ContextKey<String> KEY = ContextKey.named("key");

  OpenTelemetryApiModuleTest() {
    super(new OpenTelemetryApiModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(Annotated.class);
  }

  @Override
  protected String use() {
    long doubled = new Annotated().plain(3, 1, "customer", "", false);
    Span span = GlobalOpenTelemetry.getTracer("kit").spanBuilder("kit").startSpan();
    try (Scope scope = Context.current().with(KEY, "value").with(span).makeCurrent()) {
      return scope != null ? Context.current().get(KEY) + doubled : "none";
    } finally {
      span.end();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import com.acme.shop.Annotated;
import io.obsagent.testing.ModuleKit;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

class OpenTelemetryApiModuleTest extends ModuleKit {
  private static final ContextKey<String> KEY = ContextKey.named("key");

  OpenTelemetryApiModuleTest() {
    super(new OpenTelemetryApiModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(Annotated.class);
  }

  /**
   * Loggers came with 1.27, and their question with 1.57. The starter for Spring Boot, which has
   * the aspect, is under a test of its own.
   */
  @Override
  protected Set<String> adviceOfOtherVersions() {
    String version = System.getProperty("library.version");
    int minor = Integer.parseInt(version.split("\\.")[1]);
    Set<String> others = new HashSet<>(Set.of("WithSpanAdvices.OwnAspect"));
    if (minor < 27) {
      others.add("ApiAdvices.LogRecord");
    }
    if (minor < 50) {
      others.add("ApiAdvices.LogEnabled");
    }
    return others;
  }

  @Override
  protected boolean isUsedAnew() {
    return true;
  }

  @Override
  protected String use() {
    GlobalOpenTelemetry.getMeter("kit").counterBuilder("kit.used").build().add(1);
    long doubled = new Annotated().plain(3, 1, "customer", "", false);
    Span span = GlobalOpenTelemetry.getTracer("kit").spanBuilder("kit").startSpan();
    try (Scope scope = Context.current().with(KEY, "value").with(span).makeCurrent()) {
      return scope != null ? Context.current().get(KEY) + doubled : "none";
    } finally {
      span.end();
    }
  }
}

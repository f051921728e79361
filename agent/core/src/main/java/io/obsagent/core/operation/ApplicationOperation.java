// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.AttributeWriter;
import io.obsagent.core.span.Bounds;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.spi.telemetry.ApplicationTracing.Start;
import io.obsagent.spi.telemetry.WorkKind;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the application begins and ends itself, by its own OpenTelemetry API. */
final class ApplicationOperation extends LocalOperation {
  private static final Map<SpanKind, WorkKind> KINDS = kinds();

  private final String name;
  private final String scope;

  ApplicationOperation(
      CoreTelemetry telemetry, Context parent, @Nullable LocalSpan enclosing, Start start) {
    super(telemetry, kind(start.kind()), parent, enclosing, start.epochNanos());
    this.name = Bounds.cut(start.name(), Bounds.MAX_NAME);
    this.scope = Bounds.cut(start.scope(), Bounds.MAX_NAME);
  }

  private static Map<SpanKind, WorkKind> kinds() {
    Map<SpanKind, WorkKind> kinds = new EnumMap<>(SpanKind.class);
    for (SpanKind kind : SpanKind.values()) {
      String word = kind.name().toLowerCase(Locale.ROOT);
      kinds.put(kind, WorkKind.registerNesting("application-" + word, kind));
    }
    return kinds;
  }

  private static WorkKind kind(String name) {
    return KINDS.get(SpanKind.valueOf(name));
  }

  @Override
  void complete(@Nullable Throwable error) {
    if (error != null) {
      span.fail(error);
    }
  }

  @Override
  public String spanName() {
    return name;
  }

  @Override
  public String scope() {
    return scope;
  }

  @Override
  public void describe(AttributeWriter writer) {
    // All of them are set on the span itself.
  }
}

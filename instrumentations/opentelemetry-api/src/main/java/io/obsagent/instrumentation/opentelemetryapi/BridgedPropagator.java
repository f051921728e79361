// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.ApplicationTracing;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers that the agent is configured to read and to write. */
final class BridgedPropagator implements TextMapPropagator {
  private static final Guard GUARD = Guard.of(BridgedPropagator.class);

  @Override
  public Collection<String> fields() {
    try {
      return ApplicationTracing.get().fields();
    } catch (Throwable e) {
      GUARD.caught(e);
      return List.of();
    }
  }

  @Override
  public <C> void inject(
      @Nullable Context context, @Nullable C carrier, @Nullable TextMapSetter<C> setter) {
    if (context == null || setter == null) {
      return;
    }
    Map<String, String> headers = new LinkedHashMap<>();
    try {
      ApplicationTracing.get().inject(BridgedContext.of(context).agents, headers::put);
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    for (Map.Entry<String, String> header : headers.entrySet()) {
      setter.set(carrier, header.getKey(), header.getValue());
    }
  }

  @Override
  public <C> Context extract(
      @Nullable Context context, @Nullable C carrier, @Nullable TextMapGetter<C> getter) {
    Context before = context == null ? Context.root() : context;
    if (getter == null) {
      return before;
    }
    Map<String, @Nullable String> headers = new LinkedHashMap<>();
    for (String name : fields()) {
      headers.put(name, getter.get(carrier, name));
    }
    try {
      Object agents = BridgedContext.of(before).agents;
      Object extracted = ApplicationTracing.get().extract(agents, headers::get);
      return extracted == agents ? before : BridgedContext.extracted(before, extracted);
    } catch (Throwable e) {
      GUARD.caught(e);
      return before;
    }
  }
}

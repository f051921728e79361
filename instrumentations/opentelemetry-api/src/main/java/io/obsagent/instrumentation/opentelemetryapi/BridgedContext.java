// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import io.obsagent.spi.telemetry.ApplicationSpan;
import io.obsagent.spi.telemetry.ApplicationTracing;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of the agent's contexts as the application sees it: span and baggage are what the agent's
 * says, all else what the application has put there. Thread-safe.
 */
final class BridgedContext implements Context {
  private static final ContextKey<?> SPAN = keyOf(Span.getInvalid()::storeInContext);
  private static final ContextKey<?> BAGGAGE = keyOf(Baggage.empty()::storeInContext);
  private static final ApplicationTracing TRACING = ApplicationTracing.get();

  final Object agents;

  /** The application's own, its spans and baggage as it has put them included. */
  private final Context values;

  /** The agent's context that knows this one, once it was current. */
  private volatile @Nullable Object attached;

  private BridgedContext(Object agents, Context values) {
    this.agents = agents;
    this.values = values;
  }

  /** One of the agent's. */
  static BridgedContext current(Object agents) {
    if (!(TRACING.values(agents) instanceof BridgedContext last)) {
      return new BridgedContext(agents, Context.root());
    }
    return last.attached == agents ? last : new BridgedContext(agents, last.values);
  }

  /** One of the application's. */
  static BridgedContext of(Context context) {
    if (context instanceof BridgedContext bridged) {
      return bridged;
    }
    Object agents = TRACING.root();
    Span span = Span.fromContextOrNull(context);
    if (span != null) {
      agents = with(agents, span);
    }
    Baggage baggage = Baggage.fromContextOrNull(context);
    if (baggage != null) {
      agents = TRACING.withBaggage(agents, entries(baggage));
    }
    return new BridgedContext(agents, context);
  }

  /** The agent's context in the place of the one that it was made of. */
  static BridgedContext extracted(Context before, Object agents) {
    return new BridgedContext(agents, of(before).values);
  }

  Object toAttach() {
    Object known = attached;
    if (known == null) {
      known = TRACING.withValues(agents, this);
      attached = known;
    }
    return known;
  }

  @Override
  @SuppressWarnings("unchecked") // the keys are those of spans and of baggage
  public <V> @Nullable V get(ContextKey<V> key) {
    return key == SPAN ? (V) span() : key == BAGGAGE ? (V) baggage() : values.get(key);
  }

  private @Nullable Span span() {
    ApplicationSpan span = TRACING.span(agents);
    Span own = Span.fromContextOrNull(values);
    boolean same =
        own != null && span != null && own.getSpanContext().getSpanId().equals(span.spanId());
    return span == null || same ? own : new BridgedSpan(span);
  }

  private @Nullable Baggage baggage() {
    Map<String, String> entries = TRACING.baggage(agents);
    Baggage own = Baggage.fromContextOrNull(values);
    if (own != null ? entries(own).equals(entries) : entries.isEmpty()) {
      return own;
    }
    BaggageBuilder builder = Baggage.builder();
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      builder.put(entry.getKey(), entry.getValue());
    }
    return builder.build();
  }

  @Override
  public <V> Context with(ContextKey<V> key, V value) {
    Object changed = agents;
    if (key == SPAN && value instanceof Span span) {
      changed = with(agents, span);
    } else if (key == BAGGAGE && value instanceof Baggage baggage) {
      changed = TRACING.withBaggage(agents, entries(baggage));
    }
    return new BridgedContext(changed, values.with(key, value));
  }

  private static Object with(Object agents, Span span) {
    if (span instanceof BridgedSpan own) {
      return TRACING.withSpan(agents, own.span);
    }
    SpanContext other = span.getSpanContext();
    return TRACING.withForeignSpan(
        agents, other.getTraceId(), other.getSpanId(), other.isSampled(), other.isRemote());
  }

  private static Map<String, String> entries(Baggage baggage) {
    Map<String, String> entries = new HashMap<>();
    baggage.forEach((name, entry) -> entries.put(name, entry.getValue()));
    return entries;
  }

  /** The API shows its keys to contexts only. */
  private static ContextKey<?> keyOf(java.util.function.UnaryOperator<Context> store) {
    ContextKey<?>[] found = new ContextKey<?>[1];
    store.apply(
        new Context() {
          @Override
          public <V> @Nullable V get(ContextKey<V> key) {
            return null;
          }

          @Override
          public <V> Context with(ContextKey<V> key, V value) {
            found[0] = key;
            return this;
          }
        });
    return found[0];
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BridgedContext bridged
        && bridged.agents == agents
        && bridged.values == values;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(agents);
  }

  @Override
  public String toString() {
    return values.toString();
  }
}

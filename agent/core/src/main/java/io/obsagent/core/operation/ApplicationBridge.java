// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.jvm.AgentThreads;
import io.obsagent.core.span.JoinedSpan;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.core.span.RemoteParent;
import io.obsagent.spi.telemetry.ApplicationSpan;
import io.obsagent.spi.telemetry.ApplicationTracing;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the application's OpenTelemetry API becomes in the agent's. */
final class ApplicationBridge implements ApplicationTracing {
  private static final ContextKey<Object> VALUES = ContextKey.named("obs-application-values");

  private final CoreTelemetry telemetry;

  ApplicationBridge(CoreTelemetry telemetry) {
    this.telemetry = telemetry;
  }

  @Override
  public Object root() {
    return Context.root();
  }

  @Override
  public Object current() {
    return Context.current();
  }

  @Override
  public Runnable attach(Object context) {
    Scope scope = ((Context) context).makeCurrent();
    return scope::close;
  }

  @Override
  public @Nullable Object values(Object context) {
    return context == Context.root() ? null : ((Context) context).get(VALUES);
  }

  @Override
  public Object withValues(Object context, Object values) {
    return ((Context) context).with(VALUES, values);
  }

  @Override
  public @Nullable ApplicationSpan span(Object opaque) {
    Context context = (Context) opaque;
    JoinedSpan joined = JoinedSpan.in(context, LocalSpan.of(context));
    Span span = joined != null ? Span.wrap(joined.span()) : Span.fromContextOrNull(context);
    return span == null ? null : new SpanHandle(span);
  }

  @Override
  public Object withSpan(Object context, ApplicationSpan span) {
    return JoinedSpan.without(((Context) context).with(((SpanHandle) span).span()));
  }

  @Override
  public Object withForeignSpan(
      Object context, String traceId, String spanId, boolean sampled, boolean remote) {
    return JoinedSpan.with((Context) context, SpanHandle.context(traceId, spanId, sampled, remote));
  }

  @Override
  public Map<String, String> baggage(Object context) {
    Map<String, String> entries = new LinkedHashMap<>();
    Baggage.fromContext((Context) context)
        .forEach((name, entry) -> entries.put(name, entry.getValue()));
    return entries;
  }

  @Override
  public Object withBaggage(Object context, Map<String, String> baggage) {
    BaggageBuilder builder = Baggage.builder();
    baggage.forEach(builder::put);
    return ((Context) context).with(builder.build());
  }

  @Override
  public @Nullable ApplicationSpan start(Start start) {
    if (AgentThreads.isCurrent()) {
      return null;
    }
    Context parent = (Context) start.parent();
    ApplicationOperation operation =
        new ApplicationOperation(telemetry, parent, LocalSpan.of(parent), start);
    return new SpanHandle(telemetry.started(operation, parent).localSpan());
  }

  @Override
  public Collection<String> fields() {
    TreeSet<String> names = new TreeSet<>(List.of(telemetry.correlationIds.header()));
    SpanContext any =
        SpanContext.create(
            "0123456789abcdef0123456789abcdef",
            "0123456789abcdef",
            TraceFlags.getSampled(),
            TraceState.getDefault());
    inject(Context.root().with(Span.wrap(any)), (name, value) -> names.add(name));
    names.add("baggage");
    return names;
  }

  @Override
  public void inject(Object opaque, BiConsumer<String, String> header) {
    Context context = (Context) opaque;
    LocalSpan local = LocalSpan.of(context);
    JoinedSpan joined = JoinedSpan.in(context, local);
    HeaderSetter<BiConsumer<String, String>> setter = new Headers();
    if (local != null) {
      telemetry.propagation.inject(local, context, header, setter);
      header.accept(telemetry.correlationIds.header(), local.root().correlationId());
    }
    SpanContext other = joined != null ? joined.span() : Span.fromContext(context).getSpanContext();
    if ((joined != null || local == null) && other.isValid()) {
      header.accept(
          "traceparent",
          "00-"
              + other.getTraceId()
              + '-'
              + other.getSpanId()
              + '-'
              + other.getTraceFlags().asHex());
    }
  }

  @Override
  public Object extract(Object context, UnaryOperator<@Nullable String> headers) {
    Context extracted = (Context) context;
    RemoteParent parent = telemetry.propagation.extract(headers, Getter.INSTANCE);
    if (parent != null && parent.hasTrace()) {
      extracted = extracted.with(Span.wrap(parent.spanContext()));
    }
    Baggage baggage = telemetry.propagation.extractBaggage(headers, Getter.INSTANCE);
    return baggage == null ? extracted : extracted.with(baggage);
  }

  private enum Getter implements TextMapGetter<UnaryOperator<@Nullable String>> {
    INSTANCE;

    @Override
    public Iterable<String> keys(UnaryOperator<@Nullable String> carrier) {
      return List.of();
    }

    @Override
    public @Nullable String get(@Nullable UnaryOperator<@Nullable String> carrier, String key) {
      return carrier == null ? null : carrier.apply(key);
    }
  }

  /** A carrier that keeps what it has: nobody asks to take away what was never there. */
  private static final class Headers implements HeaderSetter<BiConsumer<String, String>> {
    @Override
    public void set(BiConsumer<String, String> carrier, String name, @Nullable String value) {
      if (value != null) {
        carrier.accept(name, value);
      }
    }

    @Override
    public void remove(BiConsumer<String, String> carrier, String name) {}
  }
}

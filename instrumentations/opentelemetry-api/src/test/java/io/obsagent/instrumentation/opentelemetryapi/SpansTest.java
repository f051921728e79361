// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class SpansTest {
  private static final ContextKey<String> KEY = ContextKey.named("key");
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";
  private static final Map<String, String> CALLER =
      Map.of("traceparent", "00-" + TRACE + "-" + PARENT + "-01", "baggage", "tenant=acme");

  private static Tracer tracer() {
    return GlobalOpenTelemetry.getTracer("com.acme.shop");
  }

  /** Something that the agent sees by itself. */
  private static void call(HttpTarget target) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(target.uri("/status/200")).build();
    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
  }

  @Test
  void theCurrentSpanIsTheAgents() throws Exception {
    Recorded.served(
        CALLER,
        () -> {
          Span span = Span.current();
          assertThat(span.getSpanContext().getTraceId()).isEqualTo(TRACE);
          assertThat(span.isRecording()).isTrue();
          span.setAttribute("shop.id", 7).addEvent("seen", Attributes.empty());
          assertThat(Baggage.current().getEntryValue("tenant")).isEqualTo("acme");
          return null;
        });
    RecordedSpan served = Recorded.awaitSpans(1).get(0);
    assertThat(served.attributes()).containsEntry("shop.id", 7L);
    assertThat(served.events()).hasSize(1);
  }

  /** Payara ends whichever span is current when it has answered. */
  @Test
  void onlyTheAgentEndsTheSpansOfTheAgent() throws Exception {
    Recorded.served(
        CALLER,
        () -> {
          Span.current().end();
          Span.current().setAttribute("shop.id", 7);
          return null;
        });
    assertThat(Recorded.awaitSpans(1).get(0).attributes()).containsEntry("shop.id", 7L);
    assertThat(Recorded.metric("active_connections")).isZero();
  }

  @Test
  void aSpanOfTheApplicationsStandsBetweenTheAgents() throws Exception {
    try (HttpTarget target = new HttpTarget()) {
      Recorded.served(
          CALLER,
          () -> {
            Span span =
                tracer()
                    .spanBuilder("place order")
                    .setSpanKind(SpanKind.PRODUCER)
                    .setAttribute("order.id", "42")
                    .setAttribute(AttributeKey.longArrayKey("items"), List.of(1L, 2L))
                    .startSpan();
            try (Scope scope = span.makeCurrent()) {
              assertThat(Span.current()).isSameAs(span);
              assertThat(scope).isNotNull();
              call(target);
            }
            span.recordException(new IllegalStateException("sold out"));
            span.setStatus(StatusCode.ERROR, "sold out");
            span.end();
            assertThat(Span.current()).isNotSameAs(span);
            return null;
          });
    }
    List<RecordedSpan> spans = Recorded.awaitSpans(3);
    RecordedSpan order = Recorded.span("place order");
    assertThat(spans).extracting(RecordedSpan::traceId).containsOnly(TRACE);
    assertThat(order.parentSpanId()).isEqualTo(spans.get(0).spanId());
    assertThat(spans.get(2).parentSpanId()).isEqualTo(order.spanId());
    assertThat(order.kind()).isEqualTo("PRODUCER");
    assertThat(order.status()).isEqualTo("ERROR");
    assertThat(order.attributes())
        .containsEntry("order.id", "42")
        .containsEntry("items", List.of(1L, 2L));
    assertThat(order.events()).hasSize(1);
  }

  @Test
  void aSpanMayBeARootHaveLinksAndTimesOfItsOwn() {
    SpanContext other =
        SpanContext.create(TRACE, PARENT, TraceFlags.getSampled(), TraceState.getDefault());
    long now = System.currentTimeMillis();
    Span span =
        tracer()
            .spanBuilder("batch")
            .setNoParent()
            .addLink(other)
            .setStartTimestamp(now + 1_000, TimeUnit.MILLISECONDS)
            .startSpan();
    span.updateName("night batch");
    span.end(now + 6_000, TimeUnit.MILLISECONDS);
    span.setAttribute("late", true);
    RecordedSpan batch = Recorded.awaitSpans(1).get(0);
    assertThat(batch.name()).isEqualTo("night batch");
    assertThat(batch.parentSpanId()).isEmpty();
    assertThat(batch.links()).containsExactly(TRACE + "/" + PARENT);
    assertThat(batch.endNanos() - batch.startNanos()).isEqualTo(5_000_000_000L);
    assertThat(batch.attributes()).doesNotContainKey("late");
  }

  @Test
  void contextsKeepWhatTheApplicationPutsThere() throws Exception {
    Recorded.served(
        CALLER,
        () -> {
          Context before = Context.current();
          Baggage baggage = Baggage.builder().put("cart", "7").build();
          try (Scope scope = before.with(KEY, "value").with(baggage).makeCurrent()) {
            assertThat(scope).isNotNull();
            assertThat(Context.current().get(KEY)).isEqualTo("value");
            assertThat(Baggage.current().getEntryValue("cart")).isEqualTo("7");
            assertThat(Span.current().getSpanContext().getTraceId()).isEqualTo(TRACE);
            assertThat(Context.current()).isSameAs(Context.current());
            Runnable task =
                Context.current().wrap(() -> tracer().spanBuilder("later").startSpan().end());
            Thread thread = new Thread(task);
            thread.start();
            thread.join();
          }
          assertThat(Context.current().get(KEY)).isNull();
          return null;
        });
    assertThat(Context.current().get(KEY)).isNull();
    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    assertThat(Recorded.span("later").traceId()).isEqualTo(spans.get(0).traceId());
  }

  @Test
  void propagatorsAreTheAgents() {
    TextMapPropagator propagator = GlobalOpenTelemetry.getPropagators().getTextMapPropagator();
    assertThat(propagator.fields()).contains("traceparent", "baggage");
    TextMapGetter<Map<String, String>> getter =
        new TextMapGetter<>() {
          @Override
          public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
          }

          @Override
          public String get(Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
          }
        };
    Context context = propagator.extract(Context.root(), CALLER, getter);
    assertThat(Span.fromContext(context).getSpanContext().getSpanId()).isEqualTo(PARENT);
    assertThat(Span.fromContext(context).getSpanContext().isRemote()).isTrue();
    assertThat(Baggage.fromContext(context).getEntryValue("tenant")).isEqualTo("acme");
    Span span = tracer().spanBuilder("received").setParent(context).startSpan();
    Map<String, String> sent = new TreeMap<>();
    propagator.inject(context.with(span), sent, Map::put);
    span.end();
    String spanId = span.getSpanContext().getSpanId();
    assertThat(sent).containsEntry("traceparent", "00-" + TRACE + "-" + spanId + "-01");
    assertThat(sent.get("baggage")).contains("tenant=acme");
    assertThat(Recorded.awaitSpans(1).get(0).parentSpanId()).isEqualTo(PARENT);
  }

  @Test
  void anSdkOfTheApplicationsKeepsItsSpansInTheSameTrace() throws Exception {
    OpenTelemetrySdk sdk =
        OpenTelemetrySdk.builder().setTracerProvider(SdkTracerProvider.builder().build()).build();
    String[] own = new String[1];
    try (HttpTarget target = new HttpTarget()) {
      Recorded.served(
          CALLER,
          () -> {
            Span outer = Span.current();
            String served = outer.getSpanContext().getSpanId();
            Span span = sdk.getTracer("own").spanBuilder("of the SDK").startSpan();
            assertThat(span.getSpanContext().getTraceId()).isEqualTo(TRACE);
            own[0] = span.getSpanContext().getSpanId();
            try (Scope scope = span.makeCurrent()) {
              assertThat(scope).isNotNull();
              assertThat(Span.current()).isSameAs(span);
              call(target);
              try (Scope agents = outer.makeCurrent()) {
                assertThat(agents).isNotNull();
                assertThat(Span.current().getSpanContext().getSpanId()).isEqualTo(served);
              }
              assertThat(Span.current()).isSameAs(span);
            }
            assertThat(Span.current().getSpanContext().getSpanId()).isEqualTo(served);
            span.end();
            return null;
          });
    }
    sdk.getSdkTracerProvider().close();
    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    assertThat(spans).extracting(RecordedSpan::traceId).containsOnly(TRACE);
    assertThat(spans.get(1).parentSpanId()).as("below the SDK's").isEqualTo(own[0]);
  }

  @Test
  void whatIsUsedWrongThrowsNothing() {
    Span span = tracer().spanBuilder(null).setParent(null).setSpanKind(null).startSpan();
    span.setAttribute((AttributeKey<String>) null, "x");
    span.setAttribute("x", (String) null);
    span.addEvent(null, Attributes.empty());
    span.recordException(null);
    span.setStatus(null);
    span.end();
    span.end();
    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("unnamed");
  }
}

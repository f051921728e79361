// SPDX-License-Identifier: Apache-2.0
package io.obsagent.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.exporter.testkit.SampleSpans;
import io.obsagent.exporter.testkit.TestSpan;
import io.obsagent.spi.export.FinishedSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That an exporter of the SDK is shown all that the agent's are. */
class SpanViewTest {
  private static SpanData view(FinishedSpan span) {
    return new SpanView(span, Resource.empty(), true);
  }

  @Test
  void aSpanIsShownWhole() {
    SpanData data =
        view(
            TestSpan.named("GET /orders")
                .kind(SpanKind.SERVER)
                .times(1_000, 3_000)
                .status(StatusCode.ERROR, "broken"));

    assertThat(data.getName()).isEqualTo("GET /orders");
    assertThat(data.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(data.getStartEpochNanos()).isEqualTo(1_000);
    assertThat(data.getEndEpochNanos()).isEqualTo(3_000);
    assertThat(data.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(data.getStatus().getDescription()).isEqualTo("broken");
    assertThat(data.hasEnded()).isTrue();
    assertThat(data.getInstrumentationScopeInfo().getName()).isEqualTo("io.obsagent.test");
    assertThat(data.getParentSpanContext().isValid()).isFalse();
  }

  @Test
  void aParentOfAnotherProcessIsRemote() {
    SpanData data =
        view(
            TestSpan.named("served")
                .parent(
                    TestSpan.remoteContext(
                        "0af7651916cd43dd8448eb211c80319c",
                        "00f067aa0ba902b7",
                        TraceState.getDefault())));

    assertThat(data.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(data.getParentSpanContext().isRemote()).isTrue();
    assertThat(data.getParentSpanContext().getTraceId()).isEqualTo(data.getTraceId());
  }

  @Test
  void attributesEventsAndLinksAreThoseOfTheSpan() {
    List<FinishedSpan> spans = new ArrayList<>(SampleSpans.shopRequest());
    spans.add(SampleSpans.full());
    for (FinishedSpan span : spans) {
      SpanData data = view(span);
      assertThat(data.getAttributes().size()).isEqualTo(span.attributeCount());
      span.forEachAttribute(
          (key, value) ->
              assertThat((Object) data.getAttributes().get((AttributeKey<?>) key))
                  .isEqualTo(value));
      assertThat(data.getEvents()).hasSameSizeAs(span.events());
      assertThat(data.getLinks()).hasSameSizeAs(span.links());
      assertThat(data.getSpanContext()).isEqualTo(span.context());
    }
  }
}

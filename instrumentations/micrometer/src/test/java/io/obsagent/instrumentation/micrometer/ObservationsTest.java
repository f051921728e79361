// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.SenderContext;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** With the module on, which it is not by itself. */
@ExtendWith(AgentExtension.class)
class ObservationsTest {
  private final ObservationRegistry registry = ObservationRegistry.create();

  private Observation observation(String name) {
    return Observation.createNotStarted(name, registry);
  }

  @Test
  void theModuleIsOffByItself() {
    assertThat(new MicrometerObservationsModule().enabledByDefault()).isFalse();
  }

  @Test
  void anObservationIsASpanWithItsKeyValues() {
    observation("order.place")
        .contextualName("place order")
        .lowCardinalityKeyValue("kind", "web")
        .highCardinalityKeyValue("order.id", "o-1")
        .observe(() -> {});
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("place order");
    assertThat(span.kind()).isEqualTo("INTERNAL");
    assertThat(span.attributes()).containsEntry("kind", "web").containsEntry("order.id", "o-1");
  }

  @Test
  void whatIsObservedWithinIsAChild() throws Exception {
    Recorded.served(
        Map.of(),
        () -> observation("outer").observe(() -> observation("inner").observe(() -> "seen")));
    List<RecordedSpan> spans = Recorded.awaitSpans(3);
    RecordedSpan outer = Recorded.span("outer");
    assertThat(Recorded.span("inner").isChildOf(outer)).isTrue();
    assertThat(spans).anyMatch(each -> each.spanId().equals(outer.parentSpanId()));
  }

  @Test
  void anErrorIsOfTheSpan() {
    assertThatThrownBy(
            () ->
                observation("failing")
                    .observe(
                        () -> {
                          throw new IllegalStateException("as asked");
                        }))
        .hasMessage("as asked");
    assertThat(Recorded.awaitSpans(1).get(0).status()).isEqualTo("ERROR");
  }

  @Test
  void whatHasASpanOfTheAgentsHasNoOther() {
    SenderContext<Object> request = new SenderContext<>((carrier, key, value) -> {});
    request.setCarrier(Objects.requireNonNull(registry));
    Observation.createNotStarted("http.client.requests", () -> request, registry).observe(() -> {});
    observation("after").observe(() -> {});
    assertThat(Recorded.awaitSpans(1)).extracting(RecordedSpan::name).containsExactly("after");
  }
}

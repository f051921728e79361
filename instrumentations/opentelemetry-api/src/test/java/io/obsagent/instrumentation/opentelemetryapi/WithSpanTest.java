// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.acme.shop.Annotated;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class WithSpanTest {
  private final Annotated application = new Annotated();

  @Test
  void aCallIsASpanWithWhatItsArgumentsSay() {
    assertThat(application.plain(21, 1.5, Map.of("a", 1), "secret", true)).isEqualTo(42);
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("Annotated.plain");
    assertThat(span.kind()).isEqualTo("INTERNAL");
    assertThat(span.spanId()).isEqualTo(application.current.getSpanContext().getSpanId());
    assertThat(span.attributes())
        .containsEntry("order.id", 21L)
        .containsEntry("weight", 1.5)
        .containsEntry("customer", "{a=1}")
        .containsEntry("express", true)
        .doesNotContainValue("secret");
  }

  @Test
  void callsWithinAreChildren() {
    application.outer();
    application.without();
    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    assertThat(spans).extracting(RecordedSpan::name).containsExactly("outer", "inner");
    assertThat(spans.get(0).kind()).isEqualTo("PRODUCER");
    assertThat(spans.get(1).isChildOf(spans.get(0))).isTrue();
  }

  @Test
  void whatIsThrownIsTold() {
    assertThatThrownBy(application::failing).isInstanceOf(IllegalStateException.class);
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.events()).hasSize(1);
  }

  @Test
  void aFutureEndsItsSpan() {
    CompletableFuture<String> given = new CompletableFuture<>();
    assertThat(application.later(given)).isSameAs(given);
    assertThat(Recorded.settled()).isEmpty();
    given.completeExceptionally(new IllegalStateException("not now"));
    assertThat(Recorded.awaitSpans(1).get(0).status()).isEqualTo("ERROR");
  }
}

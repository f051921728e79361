// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.acme.shop.Annotated;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

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

  @Test
  void aMonoEndsItsSpanWhenItIsOver() {
    Sinks.One<String> sink = Sinks.one();
    CompletableFuture<String> answer = application.mono(sink.asMono()).toFuture();
    assertThat(Recorded.settled()).isEmpty();
    sink.tryEmitValue("now");
    assertThat(answer.join()).isEqualTo("now!");
    assertThat(Recorded.awaitSpans(1).get(0).status()).isEqualTo("UNSET");
  }

  @Test
  void whatAMonoFailsWithIsTold() {
    assertThatThrownBy(
            () -> application.mono(Mono.error(new IllegalStateException("not now"))).block())
        .hasMessage("not now");
    assertThat(Recorded.awaitSpans(1).get(0).status()).isEqualTo("ERROR");
  }

  @Test
  void soDoFluxAndUni() {
    assertThat(application.flux(Flux.just("a", "b")).collectList().block())
        .containsExactly("a!", "b!");
    assertThat(application.uni(Uni.createFrom().item("a")).await().indefinitely()).isEqualTo("a!");
    assertThat(application.none()).isNull();
    assertThat(Recorded.awaitSpans(3))
        .extracting(RecordedSpan::name)
        .containsExactly("flux", "uni", "none");
  }

  @Test
  void attributesAreAddedToTheSpanAround() {
    application.around();
    application.adding("outside of spans", 0);
    assertThat(Recorded.awaitSpans(1).get(0).attributes())
        .containsEntry("order.id", "o-1")
        .containsEntry("lines", 3L);
  }
}

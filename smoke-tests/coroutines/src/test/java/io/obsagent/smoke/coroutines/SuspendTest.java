// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.coroutines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.acme.shop.Desk;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class SuspendTest {
  private final Desk desk = new Desk();

  @Test
  void aSpanLastsUntilTheFunctionIsOver() {
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletableFuture<String> second = new CompletableFuture<>();
    CompletableFuture<String> answer = desk.twiceLater(7, first, second);
    first.complete("a");
    assertThat(Recorded.settled()).isEmpty();
    second.complete("b");
    assertThat(answer.join()).isEqualTo("7ab");
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("twice");
    assertThat(span.attributes()).containsEntry("order.id", 7L);
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(desk.getSeen()).as("current in all of it").hasSize(3).containsOnly(span.spanId());
  }

  @Test
  void soItDoesWhereTheLastThatItDoesSuspends() {
    CompletableFuture<String> source = new CompletableFuture<>();
    CompletableFuture<String> answer = desk.lastLater(source);
    assertThat(Recorded.settled()).isEmpty();
    source.complete("a");
    assertThat(answer.join()).isEqualTo("a");
    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("last");
  }

  @Test
  void oneThatDoesNotSuspendIsOverWhenItReturns() {
    assertThat(desk.neverLater("x").join()).isEqualTo("x!");
    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("never suspends");
  }

  @Test
  void oneThatCallsItselfIsASpanEachTime() {
    CompletableFuture<String> source = new CompletableFuture<>();
    CompletableFuture<String> answer = desk.nestedLater(2, source);
    assertThat(Recorded.settled()).isEmpty();
    source.complete("!");
    assertThat(answer.join()).isEqualTo("210!");
    List<RecordedSpan> spans = Recorded.awaitSpans(3);
    RecordedSpan outer =
        spans.stream().filter(each -> each.parentSpanId().isEmpty()).findAny().orElseThrow();
    RecordedSpan middle =
        spans.stream().filter(each -> each.isChildOf(outer)).findAny().orElseThrow();
    RecordedSpan inner =
        spans.stream().filter(each -> each.isChildOf(middle)).findAny().orElseThrow();
    assertThat(desk.getSeen())
        .containsExactly(
            outer.spanId(),
            middle.spanId(),
            inner.spanId(),
            inner.spanId(),
            middle.spanId(),
            outer.spanId());
  }

  @Test
  void whatIsThrownIsTold() {
    CompletableFuture<String> source = new CompletableFuture<>();
    CompletableFuture<String> own = desk.failsLater(source);
    source.complete("as asked");
    assertThatThrownBy(own::join).hasRootCauseMessage("as asked");
    CompletableFuture<String> of = new CompletableFuture<>();
    CompletableFuture<String> others = desk.lastLater(of);
    of.completeExceptionally(new IllegalArgumentException("from below"));
    assertThatThrownBy(others::join)
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("from below");
    assertThat(Recorded.awaitSpans(2)).extracting(RecordedSpan::status).containsOnly("ERROR");
  }

  @Test
  void whatRunsElsewhereMeanwhileIsBelowIt() {
    assertThat(desk.elsewhereLater().join()).isEqualTo("ab");
    List<RecordedSpan> spans = Recorded.awaitSpans(3);
    RecordedSpan elsewhere = Recorded.span("elsewhere");
    assertThat(spans)
        .filteredOn(each -> each.name().equals("inner"))
        .hasSize(2)
        .allMatch(each -> each.isChildOf(elsewhere));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.coroutines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.acme.shop.Till;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A function counts when it is over, and once, however often it is called to go on. */
@ExtendWith(AgentExtension.class)
class MeteredSuspendTest {
  private static final String CLASS = "{class=\"com.acme.shop.Till\",exception=\"";

  private final Till till = new Till();

  private static double timed(String name, String exception, String method) {
    return of(
        "till_" + name + "_seconds_count" + CLASS + exception + "\",method=\"" + method + "\"}");
  }

  private static double counted(String name, String exception, String method, String result) {
    String labels = "\",method=\"" + method + "\",result=\"" + result + "\"}";
    return of("till_" + name + "_total" + CLASS + exception + labels);
  }

  private static double of(String series) {
    Double value = Recorded.metric(series);
    return value == null ? 0 : value;
  }

  @Test
  void oneThatSuspendsTwiceCountsWhenItIsOver() {
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletableFuture<String> second = new CompletableFuture<>();
    CompletableFuture<String> answer = till.soldLater(7, first, second);
    first.complete("a");
    assertThat(timed("sold", "none", "sold")).isZero();
    assertThat(counted("counted", "none", "sold", "success")).isZero();
    second.complete("b");
    assertThat(answer.join()).isEqualTo("7ab");
    assertThat(timed("sold", "none", "sold")).isEqualTo(1);
    assertThat(counted("counted", "none", "sold", "success")).isEqualTo(1);
  }

  @Test
  void oneThatDoesNotSuspendCountsWhenItReturns() {
    assertThat(till.neverLater("x").join()).isEqualTo("x!");
    assertThat(timed("never", "none", "never")).isEqualTo(1);
  }

  @Test
  void whatIsThrownIsTold() {
    CompletableFuture<String> source = new CompletableFuture<>();
    CompletableFuture<String> answer = till.failsLater(source);
    source.complete("as asked");
    assertThatThrownBy(answer::join).hasRootCauseMessage("as asked");
    assertThat(timed("failing", "IllegalStateException", "fails")).isEqualTo(1);
    assertThat(timed("failing", "none", "fails")).isZero();
    assertThat(counted("failures", "IllegalStateException", "fails", "failure")).isEqualTo(1);
  }

  @Test
  void threeAnnotationsOfOneThatCallsItselfEachCountEachCall() {
    CompletableFuture<String> source = new CompletableFuture<>();
    CompletableFuture<String> answer = till.nestedLater(2, source);
    assertThat(Recorded.settled()).isEmpty();
    source.complete("!");
    assertThat(answer.join()).isEqualTo("210!");
    assertThat(timed("nested", "none", "nested")).isEqualTo(3);
    assertThat(counted("nestings", "none", "nested", "success")).isEqualTo(3);
    assertThat(Recorded.awaitSpans(3)).allMatch(span -> span.name().equals("nested till"));
  }
}

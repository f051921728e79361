// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springjms;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(AgentExtension.class)
class SpringJmsTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMessageIsProcessedAsAConsequenceOfItsSending(boolean polls) throws Exception {
    String queue = "orders-" + polls;
    LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (Listening listening = new Listening(queue, polls, seen::add)) {
      Recorded.served(
          Map.of(),
          () -> {
            listening.send("value");
            return null;
          });
      Recorded.awaitSpans(3);
    }

    RecordedSpan process = Recorded.span("process " + queue);
    assertThat(process.isChildOf(Recorded.span("send " + queue))).isTrue();
    assertThat(process.status()).isEqualTo("UNSET");
    assertThat(seen).containsExactly("value");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatAListenerThrowsIsTheErrorOfThatDelivery(boolean polls) throws Exception {
    String queue = "broken-" + polls;
    LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (Listening listening =
        new Listening(
            queue,
            polls,
            body -> {
              seen.add(body);
              if (seen.size() == 1) {
                throw new IllegalStateException("not yet");
              }
            })) {
      listening.send("value");
      List<RecordedSpan> spans = Recorded.awaitSpans(3);
      List<RecordedSpan> processed =
          spans.stream().filter(span -> span.name().equals("process " + queue)).toList();
      assertThat(processed).hasSize(2);
      assertThat(processed.get(0).attribute("error.type"))
          .isEqualTo(IllegalStateException.class.getName());
      assertThat(processed.get(1).status()).isEqualTo("UNSET");
    }
  }

  /** A container asks all the time; to get nothing is nothing. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aContainerThatWaitsMakesNoSpans(boolean polls) throws Exception {
    try (Listening listening = new Listening("idle-" + polls, polls, body -> {})) {
      assertThat(listening.receive("nothing-here")).isNull();
      assertThat(Recorded.awaitSpans(0)).isEmpty();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.telemetry.GenAiUsage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What bodies tell that no client of Bedrock is needed for. */
class AnswerBodyTest {
  private final FakeOperation operation = new FakeOperation();

  private static byte[] event(String event) {
    return ("{\"event\":{" + event + "}}").getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatSonicHearsIsSaidByTheUserAndWhatItSaysIsTheAnswer() {
    FakeContent content = new FakeContent();
    operation.content = content;
    AnswerBody body = new AnswerBody(operation);
    body.tell(event("\"textOutput\":{\"content\":\"Tea?\",\"role\":\"USER\"}"));
    body.tell(event("\"audioOutput\":{\"content\":\"UklG\"}"));
    body.tell(event("\"textOutput\":{\"role\":\"ASSISTANT\",\"content\":\"Tea.\"}"));
    body.tell(
        event("\"toolUse\":{\"content\":\"{}\",\"toolName\":\"kettle\",\"toolUseId\":\"t-1\"}"));

    assertThat(content.said).containsExactly("user: Tea?", "answer: Tea.", "call t-1 kettle: {}");
  }

  @Test
  void tokensOfAudioAreThoseInAllInWhicheverOrderTheyAreTold() {
    String delta = "\"delta\":{\"input\":{\"speechTokens\":9},\"output\":{\"speechTokens\":9}}";
    String total = "\"total\":{\"input\":{\"speechTokens\":2},\"output\":{\"speechTokens\":1}}";
    AnswerBody body = new AnswerBody(operation);
    for (String details : List.of(delta + ',' + total, total + ',' + delta)) {
      body.tell(
          event(
              "\"usageEvent\":{\"details\":{"
                  + details
                  + "},\"totalInputTokens\":3,\"totalOutputTokens\":2}"));
    }

    assertThat(operation.told).hasSize(2).containsOnly(GenAiUsage.of(3, 2).audio(2, 1).toString());
  }

  @Test
  void eachTurnEndsButTheReasonIsTheCallsOnlyOne() {
    AnswerBody body = new AnswerBody(operation);
    body.tell(event("\"completionEnd\":{\"stopReason\":\"END_TURN\"}"));

    assertThat(operation.told).containsExactly("0 END_TURN");
  }

  @Test
  void headersCountWhereTheBodyDoesNot() {
    Map<String, String> headers =
        Map.of(
            "x-amzn-bedrock-input-token-count", "7", "x-amzn-bedrock-output-token-count", "many");
    new AnswerBody(operation)
        .tell("{\"text\":\"Tea.\"}".getBytes(StandardCharsets.UTF_8), headers::get);

    assertThat(operation.told).containsExactly(GenAiUsage.of(7, -1).toString());
  }
}

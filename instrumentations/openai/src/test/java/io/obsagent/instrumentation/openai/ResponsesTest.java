// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.openai.core.ObjectMappers;
import com.openai.core.http.StreamResponse;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponsesTest extends OpenAiTest {
  private static ResponseCreateParams question(String model, long maxTokens) {
    return ResponseCreateParams.builder()
        .model(model)
        .input("Which kettle is good?")
        .maxOutputTokens(maxTokens)
        .build();
  }

  private static Map<String, Object> expected(String model) {
    Map<String, Object> expected = answerAttributes(model);
    expected.put("gen_ai.response.finish_reasons", List.of("completed"));
    expected.put("gen_ai.request.max_tokens", 64L);
    putUsage(expected);
    return expected;
  }

  @Test
  void aResponseIsOneSpanWithRequestAnswerAndTokens() {
    Response answer = client.responses().create(question("r-whole", 64));

    RecordedSpan span = spanOfCall("chat r-whole");
    Map<String, Object> expected = expected("r-whole");
    expected.put("gen_ai.response.id", answer.id());
    assertThat(attributes(span)).isEqualTo(expected);
    assertThat(tokens("r-whole", "output")).isEqualTo((double) WORDS);
  }

  @Test
  void aStreamIsOneSpanUntilItsLastEvent() {
    String text;
    try (StreamResponse<ResponseStreamEvent> stream =
        client.responses().createStreaming(question("r-stream", 64))) {
      text =
          stream.stream()
              .flatMap(event -> event.outputTextDelta().stream())
              .map(delta -> delta.delta())
              .collect(Collectors.joining());
    }

    assertThat(text).isEqualTo(SENTENCE);
    Map<String, Object> expected = expected("r-stream");
    expected.put("gen_ai.request.stream", true);
    assertThat(
            attributes(
                spanOfCall("chat r-stream"),
                "gen_ai.response.id",
                "gen_ai.response.time_to_first_chunk"))
        .isEqualTo(expected);
  }

  /** Newer versions than the one that is compiled against know conversations; by name or object. */
  @ParameterizedTest
  @CsvSource({"'\"conv-7\"', r-named", "'{\"id\":\"conv-7\"}', r-object"})
  void theConversationThatAResponseIsOfIsOnTheSpan(String conversation, String model)
      throws Exception {
    assumeThat(ResponseCreateParams.class.getMethods())
        .extracting(Method::getName)
        .contains("conversation");
    String body =
        "{\"model\":\"" + model + "\",\"input\":\"Tea?\",\"conversation\":" + conversation + "}";
    client
        .responses()
        .create(
            ResponseCreateParams.builder()
                .body(ObjectMappers.jsonMapper().readValue(body, ResponseCreateParams.Body.class))
                .build());

    assertThat(spanOfCall("chat " + model).attributes())
        .containsEntry("gen_ai.conversation.id", "conv-7");
  }

  @Test
  void aFutureResponseIsOneSpan() throws Exception {
    Response answer =
        client.async().responses().create(question("r-async", 64)).get(60, TimeUnit.SECONDS);

    Recorded.awaitSpans(2);
    Map<String, Object> expected = expected("r-async");
    expected.put("gen_ai.response.id", answer.id());
    assertThat(attributes(Recorded.span("chat r-async"))).isEqualTo(expected);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.RateLimitException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChatTest extends OpenAiTest {
  @Test
  void aCompletionIsOneSpanWithRequestAnswerAndTokens() {
    ChatCompletion answer =
        client
            .chat()
            .completions()
            .create(question("m-whole").maxCompletionTokens(64).temperature(0.5).topP(0.9).build());

    assertThat(answer.choices().get(0).message().content().orElseThrow()).isEqualTo(SENTENCE);
    RecordedSpan span = spanOfCall("chat m-whole");
    Map<String, Object> expected = answerAttributes("m-whole");
    expected.put("gen_ai.request.max_tokens", 64L);
    expected.put("gen_ai.request.temperature", 0.5);
    expected.put("gen_ai.request.top_p", 0.9);
    expected.put("gen_ai.response.id", answer.id());
    putUsage(expected);
    assertThat(attributes(span)).isEqualTo(expected);
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(requests("m-whole", "success")).isEqualTo(1.0);
    assertThat(tokens("m-whole", "input")).isEqualTo((double) PROMPT_WORDS);
    assertThat(tokens("m-whole", "output")).isEqualTo((double) WORDS);
  }

  @Test
  void aRefusalIsAnErrorAndTheApplicationGetsItsException() {
    Double before = requests("fail-429", "error");

    RateLimitException refused =
        catchThrowableOfType(
            RateLimitException.class,
            () -> client.chat().completions().create(question("fail-429").build()));

    assertThat(refused.statusCode()).isEqualTo(429);
    RecordedSpan span = spanOfCall("chat fail-429");
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("error.type")).isEqualTo("rate_limit");
    assertThat(Recorded.span("POST").attribute("http.response.status_code")).isEqualTo(429L);
    assertThat(requests("fail-429", "error")).isEqualTo((before == null ? 0 : before) + 1);
  }

  @Test
  void aRawAnswerThatIsNeverParsedEndsWhenItIsClosed() {
    try (HttpResponseFor<ChatCompletion> response =
        client.chat().completions().withRawResponse().create(question("m-raw").build())) {
      assertThat(response.statusCode()).isEqualTo(200);
    }

    RecordedSpan span = spanOfCall("chat m-raw");
    assertThat(attributes(span)).isEqualTo(requestAttributes("m-raw"));
    assertThat(span.status()).isEqualTo("UNSET");
  }

  @Test
  void aRawAnswerGivesTheSameObjectEachTimeItIsParsed() {
    try (HttpResponseFor<ChatCompletion> response =
        client.chat().completions().withRawResponse().create(question("m-twice").build())) {
      assertThat(response.parse()).isSameAs(response.parse());
    }

    spanOfCall("chat m-twice");
    assertThat(requests("m-twice", "success")).isEqualTo(1.0);
  }

  @Test
  void aStreamIsOneSpanUntilItsLastChunk() {
    String text;
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(questionWithUsage("m-stream"))) {
      text = text(stream);
      RecordedSpan span = spanOfCall("chat m-stream");
      Map<String, Object> expected = answerAttributes("m-stream");
      expected.put("gen_ai.request.stream", true);
      putUsage(expected);
      assertThat(attributes(span, "gen_ai.response.id", "gen_ai.response.time_to_first_chunk"))
          .isEqualTo(expected);
    }

    assertThat(text).isEqualTo(SENTENCE);
    assertThat(requests("m-stream", "success")).isEqualTo(1.0);
    assertThat(
            Recorded.metric(
                "ai_time_to_first_chunk_seconds_count{model=\"m-stream\",provider=\"openai\"}"))
        .isEqualTo(1.0);
  }

  @Test
  void whatTheApplicationThrowsOnAChunkIsNotTheModelsError() {
    IllegalStateException own = new IllegalStateException("mine");

    IllegalStateException thrown =
        catchThrowableOfType(
            IllegalStateException.class,
            () -> {
              try (StreamResponse<ChatCompletionChunk> stream =
                  client.chat().completions().createStreaming(questionWithUsage("m-throws"))) {
                stream.stream()
                    .forEach(
                        chunk -> {
                          throw own;
                        });
              }
            });

    assertThat(thrown).isSameAs(own);
    assertThat(spanOfCall("chat m-throws").status()).isEqualTo("UNSET");
  }

  private static String text(StreamResponse<ChatCompletionChunk> stream) {
    return stream.stream()
        .flatMap(chunk -> chunk.choices().stream())
        .map(choice -> choice.delta().content().orElse(""))
        .collect(Collectors.joining());
  }
}

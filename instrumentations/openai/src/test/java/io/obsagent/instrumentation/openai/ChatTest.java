// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.InternalServerException;
import com.openai.errors.OpenAIServiceException;
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

    assertEquals(SENTENCE, answer.choices().get(0).message().content().orElseThrow());
    RecordedSpan span = spanOfCall("chat m-whole");
    Map<String, Object> expected = answerAttributes("m-whole");
    expected.put("gen_ai.request.max_tokens", 64L);
    expected.put("gen_ai.request.temperature", 0.5);
    expected.put("gen_ai.request.top_p", 0.9);
    expected.put("gen_ai.response.id", answer.id());
    putUsage(expected);
    assertEquals(expected, attributes(span));
    assertEquals("UNSET", span.status());
    assertEquals(1.0, requests("m-whole", "success"));
    assertEquals((double) PROMPT_WORDS, tokens("m-whole", "input"));
    assertEquals((double) WORDS, tokens("m-whole", "output"));
  }

  @Test
  void aRefusalIsAnErrorAndTheApplicationGetsItsException() {
    Double before = requests("fail-429", "error");

    RateLimitException refused =
        assertThrows(
            RateLimitException.class,
            () -> client.chat().completions().create(question("fail-429").build()));

    assertEquals(429, refused.statusCode());
    RecordedSpan span = spanOfCall("chat fail-429");
    assertEquals("ERROR", span.status());
    assertEquals("com.openai.errors.RateLimitException", span.attribute("error.type"));
    assertEquals(429L, Recorded.span("POST").attribute("http.response.status_code"));
    assertEquals((before == null ? 0 : before) + 1, requests("fail-429", "error"));
  }

  @Test
  void aRawAnswerThatIsNeverParsedEndsWhenItIsClosed() {
    try (HttpResponseFor<ChatCompletion> response =
        client.chat().completions().withRawResponse().create(question("m-raw").build())) {
      assertEquals(200, response.statusCode());
    }

    RecordedSpan span = spanOfCall("chat m-raw");
    assertEquals(requestAttributes("m-raw"), attributes(span));
    assertEquals("UNSET", span.status());
  }

  @Test
  void aRawAnswerGivesTheSameObjectEachTimeItIsParsed() {
    try (HttpResponseFor<ChatCompletion> response =
        client.chat().completions().withRawResponse().create(question("m-twice").build())) {
      assertSame(response.parse(), response.parse());
    }

    spanOfCall("chat m-twice");
    assertEquals(1.0, requests("m-twice", "success"));
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
      assertEquals(
          expected, attributes(span, "gen_ai.response.id", "gen_ai.response.time_to_first_chunk"));
    }

    assertEquals(SENTENCE, text);
    assertEquals(1.0, requests("m-stream", "success"));
    assertEquals(
        1.0,
        Recorded.metric(
            "ai_time_to_first_chunk_seconds_count{model=\"m-stream\",provider=\"openai\"}"));
  }

  @Test
  void aStreamWithoutUsageHasNoTokens() {
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(question("m-no-usage").build())) {
      assertEquals(SENTENCE, text(stream));
    }

    RecordedSpan span = spanOfCall("chat m-no-usage");
    assertNull(span.attribute("gen_ai.usage.input_tokens"));
    assertNull(tokens("m-no-usage", "input"));
  }

  @Test
  void aStreamThatIsLeftEarlyEndsWhenItIsClosed() {
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(questionWithUsage("m-early"))) {
      assertTrue(stream.stream().findFirst().isPresent());
      assertEquals(0, Recorded.spans().stream().filter(s -> s.name().startsWith("chat")).count());
    }

    RecordedSpan span = spanOfCall("chat m-early");
    assertEquals("UNSET", span.status());
    assertNull(span.attribute("gen_ai.usage.input_tokens"));
  }

  @Test
  void whatTheApplicationThrowsOnAChunkIsNotTheModelsError() {
    IllegalStateException own = new IllegalStateException("mine");

    IllegalStateException thrown =
        assertThrows(
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

    assertSame(own, thrown);
    assertEquals("UNSET", spanOfCall("chat m-throws").status());
  }

  @Test
  void aStreamThatIsRefusedIsAnError() {
    OpenAIServiceException refused =
        assertThrows(
            InternalServerException.class,
            () -> client.chat().completions().createStreaming(question("fail-500").build()));

    assertEquals(500, refused.statusCode());
    RecordedSpan span = spanOfCall("chat fail-500");
    assertEquals("ERROR", span.status());
    assertEquals("com.openai.errors.InternalServerException", span.attribute("error.type"));
  }

  private static String text(StreamResponse<ChatCompletionChunk> stream) {
    return stream.stream()
        .flatMap(chunk -> chunk.choices().stream())
        .map(choice -> choice.delta().content().orElse(""))
        .collect(Collectors.joining());
  }
}

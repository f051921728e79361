// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.core.http.AsyncStreamResponse;
import com.openai.core.http.HttpResponseFor;
import com.openai.errors.RateLimitException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** HTTP's span is found, but not tied to the model's: the way there leads through executors. */
class ChatAsyncTest extends OpenAiTest {
  private static final int PATIENCE_SECONDS = 20;

  @Test
  void aCompletionIsOneSpanFromTheCallToTheAnswer() throws Exception {
    ChatCompletion answer =
        client
            .async()
            .chat()
            .completions()
            .create(question("a-whole").build())
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);

    assertEquals(SENTENCE, answer.choices().get(0).message().content().orElseThrow());
    Recorded.awaitSpans(2);
    Map<String, Object> expected = answerAttributes("a-whole");
    expected.put("gen_ai.response.id", answer.id());
    putUsage(expected);
    assertEquals(expected, attributes(Recorded.span("chat a-whole")));
    assertEquals(1.0, requests("a-whole", "success"));
  }

  @Test
  void aRefusalCompletesTheFutureWithTheLibrarysException() {
    ExecutionException failure =
        assertThrows(
            ExecutionException.class,
            () ->
                client
                    .async()
                    .chat()
                    .completions()
                    .create(question("fail-429").build())
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS));

    assertInstanceOf(RateLimitException.class, failure.getCause());
    Recorded.awaitSpans(2);
    RecordedSpan span = Recorded.span("chat fail-429");
    assertEquals("ERROR", span.status());
    assertEquals("com.openai.errors.RateLimitException", span.attribute("error.type"));
  }

  @Test
  void aStreamIsOneSpanUntilItsLastChunk() throws Exception {
    StringBuffer text = new StringBuffer();

    AsyncStreamResponse<ChatCompletionChunk> stream =
        client.async().chat().completions().createStreaming(questionWithUsage("a-stream"));
    stream.subscribe(
        chunk ->
            chunk.choices().forEach(choice -> choice.delta().content().ifPresent(text::append)));
    stream.onCompleteFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);

    assertEquals(SENTENCE, text.toString());
    Recorded.awaitSpans(2);
    Map<String, Object> expected = answerAttributes("a-stream");
    expected.put("gen_ai.request.stream", true);
    putUsage(expected);
    assertEquals(
        expected,
        attributes(
            Recorded.span("chat a-stream"),
            "gen_ai.response.id",
            "gen_ai.response.time_to_first_chunk"));
  }

  @Test
  void aFutureThatIsCancelledEndsItsSpan() {
    CompletableFuture<HttpResponseFor<ChatCompletion>> future =
        client.async().chat().completions().withRawResponse().create(question("a-cancel").build());

    boolean cancelled = future.cancel(true);

    assertEquals(cancelled, future.isCancelled());
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals("POST")),
        () -> "the request was never sent: " + Recorded.spans());
    if (cancelled) {
      Recorded.awaitSpans(2);
      assertTrue(
          Recorded.span("chat a-cancel").attribute("error.type") instanceof String type
              && type.endsWith("CancellationException"));
    }
  }
}

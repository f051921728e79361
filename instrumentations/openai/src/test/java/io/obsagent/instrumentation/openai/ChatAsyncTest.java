// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.core.http.AsyncStreamResponse;
import com.openai.core.http.HttpResponseFor;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import io.obsagent.testing.Recorded;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** HTTP's span is found, but not tied to the model's: the way there leads through executors. */
class ChatAsyncTest extends OpenAiTest {
  private static final int PATIENCE_SECONDS = 60;

  @Test
  void aCompletionIsOneSpanFromTheCallToTheAnswer() throws Exception {
    ChatCompletion answer =
        client
            .async()
            .chat()
            .completions()
            .create(question("a-whole").build())
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);

    assertThat(answer.choices().get(0).message().content().orElseThrow()).isEqualTo(SENTENCE);
    Recorded.awaitSpans(2);
    Map<String, Object> expected = answerAttributes("a-whole");
    expected.put("gen_ai.response.id", answer.id());
    putUsage(expected);
    assertThat(attributes(Recorded.span("chat a-whole"))).isEqualTo(expected);
    assertThat(requests("a-whole", "success")).isEqualTo(1.0);
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

    assertThat(text.toString()).isEqualTo(SENTENCE);
    Recorded.awaitSpans(2);
    Map<String, Object> expected = answerAttributes("a-stream");
    expected.put("gen_ai.request.stream", true);
    putUsage(expected);
    assertThat(
            attributes(
                Recorded.span("chat a-stream"),
                "gen_ai.response.id",
                "gen_ai.response.time_to_first_chunk"))
        .isEqualTo(expected);
  }

  @Test
  void aFutureThatIsCancelledEndsItsSpan() {
    CompletableFuture<HttpResponseFor<ChatCompletion>> future =
        client.async().chat().completions().withRawResponse().create(question("a-cancel").build());

    boolean cancelled = future.cancel(true);

    assertThat(future.isCancelled()).isEqualTo(cancelled);
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals("POST")),
        () -> "the request was never sent: " + Recorded.spans());
    if (cancelled) {
      Recorded.awaitSpans(2);
      assertThat(
              Recorded.span("chat a-cancel").attribute("error.type") instanceof String type
                  && type.equals("cancelled"))
          .isTrue();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.core.http.StreamResponse;
import com.openai.errors.InternalServerException;
import com.openai.errors.RateLimitException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ProviderServerTest {
  private static final String ANSWER = "Take the blue kettle; it goes well with tea.";

  private final ProviderServer server = ProviderServer.start();
  private final OpenAIClient client =
      OpenAIOkHttpClient.builder().baseUrl(server.baseUrl()).apiKey("none").maxRetries(0).build();

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
  }

  @Test
  void answersAChatWithUsage() {
    ChatCompletion answer = client.chat().completions().create(chat("gpt-5-mini").build());

    assertThat(answer.model()).isEqualTo("gpt-5-mini");
    assertThat(answer.choices().get(0).message().content()).contains(ANSWER);
    assertThat(answer.usage().map(CompletionUsage::promptTokens)).contains(4L);
    assertThat(answer.usage().map(CompletionUsage::completionTokens)).contains(9L);
  }

  @Test
  void answersAChatAsynchronously() throws Exception {
    ChatCompletion answer =
        client
            .async()
            .chat()
            .completions()
            .create(chat("gpt-5-mini").build())
            .get(60, TimeUnit.SECONDS);

    assertThat(answer.choices().get(0).message().content()).contains(ANSWER);
  }

  @Test
  void streamsAChatWithUsageInALastChunkWithoutChoices() {
    ChatCompletionCreateParams params =
        chat("gpt-5-mini")
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    List<ChatCompletionChunk> chunks = new ArrayList<>();
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(params)) {
      stream.stream().forEach(chunks::add);
    }

    assertThat(text(chunks)).isEqualTo(ANSWER);
    ChatCompletionChunk last = chunks.get(chunks.size() - 1);
    assertThat(last.choices()).isEmpty();
    assertThat(last.usage().map(CompletionUsage::totalTokens)).contains(13L);
  }

  @Test
  void streamsAChatWithoutUsageWhereItWasNotAskedFor() throws Exception {
    List<ChatCompletionChunk> chunks = new ArrayList<>();
    AsyncStreamResponse<ChatCompletionChunk> stream =
        client.async().chat().completions().createStreaming(chat("gpt-5-mini").build());
    stream.subscribe(chunks::add);
    stream.onCompleteFuture().get(60, TimeUnit.SECONDS);

    assertThat(text(chunks)).isEqualTo(ANSWER);
    assertThat(chunks).allMatch(chunk -> chunk.usage().isEmpty());
  }

  @Test
  void failsOnDemand() {
    assertThatThrownBy(() -> client.chat().completions().create(chat("fail-429").build()))
        .isInstanceOf(RateLimitException.class);
    assertThatThrownBy(() -> client.chat().completions().create(chat("fail-500").build()))
        .isInstanceOf(InternalServerException.class);
  }

  @Test
  void embedsEachInput() {
    CreateEmbeddingResponse answer =
        client
            .embeddings()
            .create(
                EmbeddingCreateParams.builder()
                    .model("text-embedding-3-small")
                    .inputOfArrayOfStrings(List.of("red teapot", "blue kettle"))
                    .build());

    assertThat(answer.data()).hasSize(2);
    assertThat(answer.usage().promptTokens()).isEqualTo(4);
  }

  @Test
  void answersAndStreamsResponses() {
    ResponseCreateParams params =
        ResponseCreateParams.builder().model("gpt-5-mini").input("What goes with tea?").build();
    Response whole = client.responses().create(params);
    assertThat(whole.usage().orElseThrow().outputTokens()).isEqualTo(9);

    List<ResponseStreamEvent> events = new ArrayList<>();
    try (StreamResponse<ResponseStreamEvent> stream = client.responses().createStreaming(params)) {
      stream.stream().forEach(events::add);
    }
    assertThat(events.get(events.size() - 1).asCompleted().response().usage()).isPresent();
  }

  @Test
  void recordsWhatTheClientSent() {
    client
        .chat()
        .completions()
        .create(chat("gpt-5-mini").putAdditionalHeader("traceparent", "00-1-2-01").build());

    assertThat(server.requestCount()).isEqualTo(1);
    ReceivedRequest request = server.requests().get(0);
    assertThat(request.path()).isEqualTo("/v1/chat/completions");
    assertThat(request.header("Traceparent")).isEqualTo("00-1-2-01");
    assertThat(request.text()).contains("\"model\":\"gpt-5-mini\"");
  }

  @Test
  void takesItsTimeWhenTold() throws Exception {
    Duration latency = Duration.ofMillis(120);
    try (ProviderServer slow =
            ProviderServer.start(ProviderOptions.defaults().withLatency(latency));
        OpenAIClientResource impatient = new OpenAIClientResource(slow.baseUrl())) {
      long start = System.nanoTime();
      impatient.client().chat().completions().create(chat("gpt-5-mini").build());
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(latency);
    }
  }

  private static ChatCompletionCreateParams.Builder chat(String model) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage("What goes with tea?");
  }

  private static String text(List<ChatCompletionChunk> chunks) {
    StringBuilder text = new StringBuilder();
    for (ChatCompletionChunk chunk : chunks) {
      chunk.choices().forEach(choice -> choice.delta().content().ifPresent(text::append));
    }
    return text.toString();
  }

  private record OpenAIClientResource(OpenAIClient client) implements AutoCloseable {
    OpenAIClientResource(String baseUrl) {
      this(OpenAIOkHttpClient.builder().baseUrl(baseUrl).apiKey("none").build());
    }

    @Override
    public void close() {
      client.close();
    }
  }
}

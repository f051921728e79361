// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import io.obsagent.smoke.provider.ReceivedRequest;
import io.obsagent.testing.Recorded;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code ai.include-usage}, which changes what the provider is asked. */
class IncludedUsageTest extends OpenAiTest {
  @AfterEach
  void askForNothing() {
    Recorded.keepContent(Map.of());
  }

  /** How many chunks without choices the application gets. */
  private static long usageChunks(ChatCompletionCreateParams question) {
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(question)) {
      return stream.stream().filter(chunk -> chunk.choices().isEmpty()).count();
    }
  }

  private static String request(String model) {
    List<String> requests =
        server.requests().stream()
            .map(ReceivedRequest::text)
            .filter(text -> text.contains(model))
            .toList();
    assertThat(requests).hasSize(1);
    return requests.get(0);
  }

  @Test
  void nobodyIsAskedForTheTokensOfAStreamUnlessAnOptionSaysSo() {
    assertThat(usageChunks(question("m-not-asked").build())).isZero();

    spanOfCall("chat m-not-asked");
    assertThat(request("m-not-asked")).doesNotContain("stream_options");
    assertThat(tokens("m-not-asked", "output")).isNull();
  }

  @Test
  void theProviderIsAskedForThemWhereAnOptionSaysSo() {
    Recorded.keepContent(Map.of("ai.include-usage", "true"));
    assertThat(usageChunks(question("m-asked").build())).isEqualTo(1);

    spanOfCall("chat m-asked");
    assertThat(request("m-asked")).contains("\"include_usage\":true");
    assertThat(tokens("m-asked", "output")).isEqualTo(WORDS);
  }

  @Test
  void whatTheApplicationHasDecidedStays() {
    Recorded.keepContent(Map.of("ai.include-usage", "true"));
    ChatCompletionStreamOptions decided =
        ChatCompletionStreamOptions.builder().includeUsage(false).build();
    assertThat(usageChunks(question("m-decided").streamOptions(decided).build())).isZero();

    spanOfCall("chat m-decided");
    assertThat(tokens("m-decided", "output")).isNull();
  }
}

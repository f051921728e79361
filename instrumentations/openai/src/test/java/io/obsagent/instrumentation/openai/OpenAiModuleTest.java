// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.obsagent.smoke.provider.ProviderServer;
import io.obsagent.testing.ModuleKit;

class OpenAiModuleTest extends ModuleKit {
  OpenAiModuleTest() {
    super(new OpenAiModule());
  }

  @Override
  protected String use() throws Exception {
    ProviderServer server = ProviderServer.start();
    OpenAIClient client =
        OpenAIOkHttpClient.builder()
            .baseUrl(server.baseUrl())
            .apiKey("local")
            .maxRetries(0)
            .build();
    try {
      long chunks;
      try (StreamResponse<ChatCompletionChunk> stream =
          client.chat().completions().createStreaming(question())) {
        chunks = stream.stream().count();
      }
      return chunks
          + text(client.chat().completions().create(question()))
          + text(client.async().chat().completions().create(question()).get());
    } finally {
      client.close();
      server.close();
    }
  }

  private static ChatCompletionCreateParams question() {
    return OpenAiTest.question("local-model").build();
  }

  private static String text(ChatCompletion answer) {
    return answer.choices().get(0).message().content().orElse("");
  }
}

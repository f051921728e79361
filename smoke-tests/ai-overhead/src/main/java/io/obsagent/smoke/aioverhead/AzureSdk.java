// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import com.azure.ai.openai.OpenAIClient;
import com.azure.ai.openai.OpenAIClientBuilder;
import com.azure.ai.openai.models.ChatCompletionsOptions;
import com.azure.ai.openai.models.ChatRequestUserMessage;
import java.util.List;

/** azure-ai-openai. */
final class AzureSdk implements Sdk {
  private final AzureProvider provider = new AzureProvider();
  private final OpenAIClient client =
      new OpenAIClientBuilder().endpoint("http://azure.local").httpClient(provider).buildClient();
  private final ChatCompletionsOptions question =
      new ChatCompletionsOptions(List.of(new ChatRequestUserMessage("Tea?")));

  @Override
  public String name() {
    return "azure-ai-openai";
  }

  @Override
  public void ask() {
    client.getChatCompletions("gpt-4o", question);
  }

  @Override
  public boolean stream(int chunks) {
    provider.streaming(
        chunks,
        () -> client.getChatCompletionsStream("gpt-4o", question).forEach(chunk -> Seen.chunk()));
    return true;
  }
}

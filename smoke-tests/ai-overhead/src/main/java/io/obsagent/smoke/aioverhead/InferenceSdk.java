// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import com.azure.ai.inference.ChatCompletionsClient;
import com.azure.ai.inference.ChatCompletionsClientBuilder;
import com.azure.ai.inference.models.ChatCompletionsOptions;
import com.azure.ai.inference.models.ChatRequestUserMessage;
import com.azure.core.credential.AzureKeyCredential;
import java.util.List;

/** azure-ai-inference. */
final class InferenceSdk implements Sdk {
  private final AzureProvider provider = new AzureProvider();
  private final ChatCompletionsClient client =
      new ChatCompletionsClientBuilder()
          .endpoint("https://azure.local")
          .credential(new AzureKeyCredential("key"))
          .httpClient(provider)
          .buildClient();
  private final ChatCompletionsOptions question =
      new ChatCompletionsOptions(List.of(new ChatRequestUserMessage("Tea?"))).setModel("gpt-4o");

  @Override
  public String name() {
    return "azure-ai-inference";
  }

  @Override
  public void ask() {
    client.complete(question);
  }

  @Override
  public boolean stream(int chunks) {
    provider.streaming(
        chunks, () -> client.completeStream(question).forEach(chunk -> Seen.chunk()));
    return true;
  }
}

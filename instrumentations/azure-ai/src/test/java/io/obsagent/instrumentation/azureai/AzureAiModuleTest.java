// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.azureai;

import static io.obsagent.testing.ScriptedServer.json;
import static io.obsagent.testing.ScriptedServer.stream;

import com.azure.ai.inference.ChatCompletionsClientBuilder;
import com.azure.ai.openai.OpenAIClientBuilder;
import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.ScriptedServer;

class AzureAiModuleTest extends ModuleKit {
  AzureAiModuleTest() {
    super(new AzureAiModule());
  }

  @Override
  protected String use() throws Exception {
    String chunks = AzureWire.wire().firstChunk() + AzureWire.wire().lastChunks();
    String answer = AzureWire.answer();
    String embeddings = OtherCallsTest.EMBEDDINGS;
    try (ScriptedServer server =
        new ScriptedServer(
            json(200, "", answer),
            json(200, "", answer),
            stream("text/event-stream", chunks),
            json(200, "", OtherCallsTest.COMPLETION),
            stream("text/event-stream", OtherCallsTest.COMPLETIONS),
            json(200, "", embeddings),
            json(200, "", answer),
            stream("text/event-stream", chunks),
            json(200, "", embeddings),
            json(200, "", embeddings))) {
      OpenAIClientBuilder openAi = OpenAiKitTest.builder(server.url(), "local", 0);
      StringBuilder all = new StringBuilder();
      var client = openAi.buildClient();
      all.append(
          client
              .getChatCompletions("m", OpenAiKitTest.question())
              .getChoices()
              .get(0)
              .getFinishReason());
      all.append(
          openAi
              .buildAsyncClient()
              .getChatCompletions("m", OpenAiKitTest.question())
              .block()
              .getId());
      all.append(client.getChatCompletionsStream("m", OpenAiKitTest.question()).stream().count());
      all.append(client.getCompletions("m", OtherCallsTest.prompt()).getChoices().get(0).getText());
      all.append(client.getCompletionsStream("m", OtherCallsTest.prompt()).stream().count());
      all.append(client.getEmbeddings("m", OtherCallsTest.texts()).getUsage().getPromptTokens());
      var inference = new ChatCompletionsClientBuilder().endpoint(server.url());
      all.append(inference.buildClient().complete("Tea?").getId());
      all.append(
          inference.buildClient().completeStream(InferenceKitTest.question("m")).stream().count());
      all.append(OtherCallsTest.embed(server.url(), null).getUsage().getPromptTokens());
      return all.append(OtherCallsTest.embed(server.url(), "m").getModel()).toString();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import static io.obsagent.testing.ScriptedServer.events;
import static io.obsagent.testing.ScriptedServer.json;

import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.ScriptedServer;
import java.util.List;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.model.tool.DefaultToolCallingManager;
import org.springframework.ai.ollama.OllamaEmbeddingModel;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.tool.ToolCallback;

class SpringAiModuleTest extends ModuleKit {
  SpringAiModuleTest() {
    super(new SpringAiModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(
        OpenAiChatModel.class, OllamaEmbeddingModel.class, DefaultToolCallingManager.class);
  }

  @Override
  protected String use() throws Exception {
    String answer = OpenAiWire.HEAD + OpenAiWire.TEXT + OpenAiWire.USAGE;
    String asksForTool = OpenAiWire.HEAD + OpenAiWire.TOOL_CALL + OpenAiWire.USAGE;
    try (ScriptedServer server =
        new ScriptedServer(
            json(200, "", asksForTool),
            json(200, "", answer),
            events(OpenAiWire.word("Tea") + OpenAiWire.word(" is") + OpenAiWire.end()))) {
      ChatModel model = Models.openAi(server.url(), "local", 0, "m-local");
      ToolCallback kettle = new Kettle();
      String text =
          ChatClient.create(model).prompt().user("Tea?").toolCallbacks(kettle).call().content();
      long chunks = model.stream(Models.withUsage("Tea?", "m-local")).count().block();
      return text + chunks;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4j;

import static io.obsagent.testing.ScriptedServer.json;
import static io.obsagent.testing.ScriptedServer.stream;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.ScriptedServer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

class Langchain4jModuleTest extends ModuleKit {
  Langchain4jModuleTest() {
    super(new Langchain4jModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(
        OpenAiChatModel.class,
        OpenAiStreamingChatModel.class,
        PublishingModel.class,
        OpenAiEmbeddingModel.class);
  }

  @Override
  protected String use() throws Exception {
    String answer = OpenAiWire.HEAD + OpenAiWire.TEXT + OpenAiWire.USAGE;
    AtomicInteger chunks = new AtomicInteger();
    ChatRequest request = ChatRequest.builder().messages(UserMessage.from("Tea?")).build();
    try (ScriptedServer server =
        new ScriptedServer(
            json(200, "", answer),
            stream("text/event-stream", OpenAiWire.FIRST_CHUNK + OpenAiWire.LAST_CHUNKS))) {
      String whole = OpenAiWire.model(server.url(), "local", "local-model", 0).chat("Tea?");
      String streamed =
          OpenAiWire.push(
                  OpenAiWire.streaming(server.url(), "local", "local-model"),
                  request,
                  chunks::incrementAndGet)
              .get(60, TimeUnit.SECONDS)
              .aiMessage()
              .text();
      return whole + streamed + chunks + PublishingModel.ask(request);
    }
  }
}

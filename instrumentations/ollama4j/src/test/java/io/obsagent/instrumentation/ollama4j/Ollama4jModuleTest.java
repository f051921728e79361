// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ollama4j;

import static io.obsagent.testing.ScriptedServer.json;
import static io.obsagent.testing.ScriptedServer.stream;

import io.github.ollama4j.models.chat.OllamaChatResult;
import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.ScriptedServer;
import java.util.concurrent.atomic.AtomicInteger;

class Ollama4jModuleTest extends ModuleKit {
  Ollama4jModuleTest() {
    super(new Ollama4jModule());
  }

  @Override
  protected String use() throws Exception {
    String answer = OllamaWire.HEAD + OllamaWire.TEXT + OllamaWire.usage(3, 2);
    String chunks = OllamaWire.chunk("Tea") + OllamaWire.chunk(".") + OllamaWire.lastChunk();
    AtomicInteger parts = new AtomicInteger();
    try (ScriptedServer server =
        new ScriptedServer(json(200, "", answer), stream("application/x-ndjson", chunks))) {
      OllamaChatResult whole = OllamaWire.chat(server.url(), OllamaWire.question("local", "Tea?"));
      OllamaWire.stream(
          OllamaWire.client(server.url()),
          OllamaWire.question("local", "Tea?"),
          parts::incrementAndGet);
      return whole.getResponseModel().getModel() + parts;
    }
  }
}

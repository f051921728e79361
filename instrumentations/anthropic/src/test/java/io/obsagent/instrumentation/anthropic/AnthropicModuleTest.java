// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.anthropic;

import static io.obsagent.testing.ScriptedServer.json;
import static io.obsagent.testing.ScriptedServer.stream;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.ScriptedServer;
import java.util.Set;

class AnthropicModuleTest extends ModuleKit {
  AnthropicModuleTest() {
    super(new AnthropicModule());
  }

  @Override
  protected Set<String> adviceOfOtherVersions() {
    return AnthropicWire.TELLS_ITS_OWN ? Set.of() : Set.of("AnthropicAdvices.OwnTracer");
  }

  @Override
  protected String use() throws Exception {
    String answer = AnthropicWire.wire().answer();
    String events = AnthropicWire.wire().firstChunk() + AnthropicWire.wire().lastChunks();
    try (ScriptedServer server =
        new ScriptedServer(
            stream("text/event-stream", events), json(200, "", answer), json(200, "", answer))) {
      AnthropicClient client = AnthropicWire.connect(server.url(), "local", 0);
      MessageCreateParams question = AnthropicWire.question("local-model").build();
      try {
        long chunks;
        try (StreamResponse<RawMessageStreamEvent> stream =
            client.messages().createStreaming(question)) {
          chunks = stream.stream().count();
        }
        return chunks
            + client.messages().create(question).id()
            + client.async().messages().create(question).get().id();
      } finally {
        client.close();
      }
    }
  }
}

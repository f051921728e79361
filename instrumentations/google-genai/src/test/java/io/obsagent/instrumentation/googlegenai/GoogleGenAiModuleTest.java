// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googlegenai;

import static io.obsagent.testing.ScriptedServer.json;
import static io.obsagent.testing.ScriptedServer.stream;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.types.GenerateContentResponse;
import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.ScriptedServer;

class GoogleGenAiModuleTest extends ModuleKit {
  GoogleGenAiModuleTest() {
    super(new GoogleGenAiModule());
  }

  @Override
  protected String use() throws Exception {
    String answer = GeminiWire.answer(GeminiWire.TEXT, "STOP", GeminiWire.USAGE);
    String events = GeminiWire.chunk(answer) + GeminiWire.chunk(answer);
    try (ScriptedServer server =
            new ScriptedServer(
                stream("text/event-stream", events), json(200, "", answer), json(200, "", answer));
        Client client = GeminiWire.connect(server.url(), "local", 0)) {
      int chunks = 0;
      try (ResponseStream<GenerateContentResponse> stream =
          client.models.generateContentStream("local-model", "Tea?", null)) {
        for (GenerateContentResponse each : stream) {
          chunks += each.text().length();
        }
      }
      return chunks
          + client.models.generateContent("local-model", "Tea?", null).text()
          + client.async.models.generateContent("local-model", "Tea?", null).get().text();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openaiwebsocket;

import com.openai.client.OpenAIClient;
import com.openai.core.http.ResponseConnection;
import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.WebSocketServer;

class OpenAiWebSocketModuleTest extends ModuleKit {
  OpenAiWebSocketModuleTest() {
    super(new OpenAiWebSocketModule());
  }

  @Override
  protected String use() throws Exception {
    try (WebSocketServer server = Wire.responses()) {
      OpenAIClient client = Wire.connect(server);
      try (ResponseConnection connection = client.responses().connect()) {
        connection.send(Wire.question("local-model", "Tea?"));
        return connection.finalResponse().id();
      } finally {
        client.close();
      }
    }
  }
}

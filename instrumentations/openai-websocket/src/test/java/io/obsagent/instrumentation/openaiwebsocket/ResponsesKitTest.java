// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openaiwebsocket;

import com.openai.client.OpenAIClient;
import com.openai.core.http.ResponseConnection;
import io.obsagent.testing.WebSocketServer;

/** The blocking connection. */
class ResponsesKitTest extends ResponsesKit {
  @Override
  protected Client connect(WebSocketServer server) {
    OpenAIClient client = Wire.connect(server, KEY);
    return new Client() {
      @Override
      public Talk talk(String model) {
        ResponseConnection connection = client.responses().connect();
        return new Talk() {
          @Override
          public void say(String text) {
            connection.send(Wire.question(model, text));
          }

          @Override
          public void hear() {
            while (!isLast(connection.receive())) {
              continue;
            }
          }

          @Override
          public void close() {
            connection.close();
          }
        };
      }

      @Override
      public void close() {
        client.close();
      }
    };
  }
}

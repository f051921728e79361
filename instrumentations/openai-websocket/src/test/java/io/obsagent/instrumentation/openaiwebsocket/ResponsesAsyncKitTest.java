// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openaiwebsocket;

import com.openai.client.OpenAIClient;
import com.openai.core.http.AsyncResponseConnection;
import io.obsagent.testing.WebSocketServer;
import java.util.concurrent.TimeUnit;

/** The connection whose events are futures. */
class ResponsesAsyncKitTest extends ResponsesKit {
  @Override
  protected Client connect(WebSocketServer server) {
    OpenAIClient client = Wire.connect(server, KEY);
    return new Client() {
      @Override
      public Talk talk(String model) throws Exception {
        AsyncResponseConnection connection =
            client.async().responses().connect().get(60, TimeUnit.SECONDS);
        return new Talk() {
          @Override
          public void say(String text) {
            connection.send(Wire.question(model, text));
          }

          @Override
          public void hear() throws Exception {
            while (!isLast(connection.receive().get(60, TimeUnit.SECONDS))) {
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

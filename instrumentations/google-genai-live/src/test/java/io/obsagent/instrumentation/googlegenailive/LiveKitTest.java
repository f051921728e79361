// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googlegenailive;

import io.obsagent.testing.GenAiTalkKit;
import io.obsagent.testing.WebSocketServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns of the Live API. */
class LiveKitTest extends GenAiTalkKit {
  @Override
  protected List<String> turn() {
    return LiveWire.turn();
  }

  @Override
  protected String answer() {
    return "Tea.";
  }

  @Override
  protected List<String> withoutUsage() {
    return List.of(LiveWire.part("Tea."), "{\"serverContent\":{\"turnComplete\":true}}");
  }

  @Override
  protected Map<String, Long> detailed() {
    return Map.of("audio.output_tokens", 2L);
  }

  @Override
  protected List<String> toolTurn() {
    return List.of(
        "{\"toolCall\":{\"functionCalls\":[{\"id\":\"t-1\",\"name\":\"kettle\","
            + "\"args\":{\"litres\":1}}]}}",
        LiveWire.LAST);
  }

  @Override
  protected boolean hearsGarbage() {
    return false;
  }

  @Override
  protected String refusal(String message) {
    throw new IllegalStateException("there is no such thing");
  }

  @Override
  protected boolean refuses() {
    return false;
  }

  @Override
  protected String provider() {
    return "gcp.gemini";
  }

  @Override
  protected String operation() {
    return "generate_content";
  }

  @Override
  protected boolean isTurn(String said) {
    return !said.contains("\"setup\"");
  }

  @Override
  protected List<String> before(String said) {
    return List.of(LiveWire.SET_UP);
  }

  @Override
  protected boolean hearsCuts() {
    return false;
  }

  @Override
  protected WebSocketServer serve(Function<String, @Nullable List<String>> script)
      throws IOException {
    return LiveWire.serve(script);
  }

  @Override
  protected Client connect(WebSocketServer server) {
    com.google.genai.Client client = LiveWire.connect(server, KEY);
    return new Client() {
      @Override
      public Talk talk(String model) throws Exception {
        LiveWire.Talk talk = LiveWire.Talk.of(client, model);
        return new Talk() {
          @Override
          public void say(String text) throws Exception {
            talk.say(text);
          }

          @Override
          public void hear() throws Exception {
            talk.answer();
          }

          @Override
          public void close() throws Exception {
            talk.session().close().get(60, TimeUnit.SECONDS);
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

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googlegenailive;

import com.google.genai.Client;
import io.obsagent.instrumentation.googlegenailive.LiveWire.Talk;
import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.WebSocketServer;
import java.util.concurrent.TimeUnit;

class GoogleGenAiLiveModuleTest extends ModuleKit {
  GoogleGenAiLiveModuleTest() {
    super(new GoogleGenAiLiveModule());
  }

  @Override
  protected String use() throws Exception {
    try (WebSocketServer server = LiveWire.serve();
        Client client = LiveWire.connect(server)) {
      Talk talk = Talk.of(client, "live-model");
      talk.say("Tea?");
      String answer = talk.answer();
      talk.session().close().get(60, TimeUnit.SECONDS);
      return answer;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import static io.obsagent.testing.ScriptedServer.json;
import static io.obsagent.testing.ScriptedServer.stream;

import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.ScriptedServer;
import java.util.StringJoiner;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;

class AwsBedrockModuleTest extends ModuleKit {
  private static final String MODEL = "local-model";

  AwsBedrockModuleTest() {
    super(new AwsBedrockModule());
  }

  @Override
  protected String use() throws Exception {
    String answer = ConverseKitTest.answer(ConverseKitTest.TEXT, "end_turn", ConverseKitTest.USAGE);
    String events = ConverseKitTest.firstEvent() + ConverseKitTest.lastEvents();
    try (ScriptedServer server =
            new ScriptedServer(
                stream(EventStream.TYPE, events),
                json(200, "", answer),
                json(200, "", answer),
                json(200, "", "{\"generation\":\"Tea.\"}"));
        BedrockClients clients = BedrockClients.connect(server.url(), "local", 0)) {
      StringJoiner seen = new StringJoiner(" ");
      clients
          .async()
          .converseStream(
              request -> request.modelId(MODEL),
              ConverseStreamResponseHandler.builder()
                  .onResponse(response -> seen.add("response"))
                  .onEventStream(each -> each.subscribe(event -> seen.add(event.toString())))
                  .onComplete(() -> seen.add("complete"))
                  .build())
          .get();
      seen.add(clients.client().converse(request -> request.modelId(MODEL)).output().toString());
      seen.add(
          clients.async().converse(request -> request.modelId(MODEL)).get().output().toString());
      return seen
          + clients
              .client()
              .invokeModel(
                  request -> request.modelId(MODEL).body(SdkBytes.fromUtf8String("{\"k\":1}")))
              .body()
              .asUtf8String();
    }
  }
}

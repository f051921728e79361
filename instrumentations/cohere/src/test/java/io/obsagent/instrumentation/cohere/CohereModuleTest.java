// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cohere;

import static io.obsagent.testing.ScriptedServer.json;
import static io.obsagent.testing.ScriptedServer.stream;

import com.cohere.api.Cohere;
import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.ScriptedServer;
import java.util.Set;

class CohereModuleTest extends ModuleKit {
  CohereModuleTest() {
    super(new CohereModule());
  }

  @Override
  protected Set<String> adviceOfOtherVersions() {
    return CohereWire.readsEvents() ? Set.of() : Set.of("StreamAdvices.Close");
  }

  @Override
  protected String use() throws Exception {
    String chunks = CohereWire.start() + CohereWire.delta("Tea.") + CohereWire.end();
    try (ScriptedServer server =
        new ScriptedServer(
            json(200, "", CohereWire.ANSWER + "}"), stream("text/event-stream", chunks))) {
      Cohere client = CohereWire.connect(server.url(), "local");
      String answer = CohereWire.chat(client.v2(), "local", "Tea?").toString();
      int parts = 0;
      for (Object part :
          (Iterable<?>)
              CohereWire.call(client.v2(), "chatStream", CohereWire.question("local", "Tea?"))) {
        parts += part == null ? 0 : 1;
      }
      return answer + parts;
    }
  }
}

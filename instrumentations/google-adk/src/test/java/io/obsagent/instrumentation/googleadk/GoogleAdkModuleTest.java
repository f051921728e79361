// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googleadk;

import static io.obsagent.testing.ScriptedServer.json;

import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.ScriptedServer;
import java.util.List;

class GoogleAdkModuleTest extends ModuleKit {
  GoogleAdkModuleTest() {
    super(new GoogleAdkModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(Agents.Kettle.class);
  }

  @Override
  protected String use() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(json(200, "", Agents.TOOL_CALL), json(200, "", Agents.TEXT))) {
      return Agents.ask(Agents.agent("clerk", server.url(), new Agents.Kettle()));
    }
  }
}

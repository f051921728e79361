// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jmcp;

import io.obsagent.testing.ModuleKit;
import java.util.List;

class Langchain4jMcpModuleTest extends ModuleKit {
  Langchain4jMcpModuleTest() {
    super(new Langchain4jMcpModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(dev.langchain4j.mcp.client.transport.http.StreamableHttpMcpTransport.class);
  }

  @Override
  protected String use() throws Exception {
    try (ToolServer server = new ToolServer(Conversation.text("7", false))) {
      return Conversation.hold(server);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mcp;

import io.obsagent.testing.ModuleKit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

class McpModuleTest extends ModuleKit {
  McpModuleTest() {
    super(new McpModule());
  }

  @Override
  protected Set<String> adviceOfOtherVersions() {
    Set<String> none = new TreeSet<>();
    if (!Pair.Transport.STREAMABLE_HTTP.isThere()) {
      none.add("StreamAdvices.Answer");
      none.add("StreamAdvices.Open");
      none.add("StreamAdvices.Streamed");
      none.add("SessionAdvices.Start");
    }
    if (!Pair.Transport.STATELESS_HTTP.isThere()) {
      none.add("RequestAdvices.Stateless");
    }
    if (!Sdk.hasMethod(
        "spec.McpStreamableServerSession$McpStreamableServerSessionStream", "handle")) {
      none.add("StreamAdvices.Handle");
    }
    return none;
  }

  @Override
  protected List<Class<?>> examples() {
    try {
      return List.of(
          Class.forName(
              "io.modelcontextprotocol.server.transport."
                  + "HttpServletStreamableServerTransportProvider"
                  + "$HttpServletStreamableMcpSessionTransport"));
    } catch (ClassNotFoundException e) {
      return List.of();
    }
  }

  @Override
  protected String use() throws Exception {
    StringBuilder seen = new StringBuilder();
    for (Pair.Transport transport :
        List.of(
            Pair.Transport.SSE, Pair.Transport.STREAMABLE_HTTP, Pair.Transport.STATELESS_HTTP)) {
      if (transport.isThere()) {
        try (Pair pair = Pair.of(transport)) {
          seen.append(Sdk.callTool(pair.client, "add"));
          seen.append(Sdk.callTool(pair.client, "broken"));
          seen.append(Sdk.call(pair.client, "listTools"));
        }
      }
    }
    return seen.toString();
  }
}

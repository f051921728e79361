// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jmcp;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * LangChain4j's MCP client at its transports, the application's own included: what goes through one
 * is a request.
 */
public final class Langchain4jMcpModule extends InstrumentationModule {
  private static final String CLIENT = "dev.langchain4j.mcp.client.";

  public Langchain4jMcpModule() {
    super("langchain4j-mcp", "langchain4j-mcp 1.4–1.18");
  }

  @Override
  public String description() {
    return "Requests of LangChain4j's client of the Model Context Protocol, by whichever transport:"
        + " spans, durations of requests and sessions, failed tools; the trace goes along in"
        + " params._meta.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new Transport());
  }

  private record Transport() implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.subtypesOf(CLIENT + "transport.McpTransport");
    }

    /** Where both are there, that of the message calls that of its context. */
    @Override
    public void advise(Advices advices) {
      String send = TransportAdvices.Send.class.getName();
      advices.on(
          named("executeOperationWithResponse").takes(CLIENT + "protocol.McpClientMessage"), send);
      advices.on(named("executeOperationWithResponse").takes(CLIENT + "McpCallContext"), send);
      advices.on(
          named("initialize").takes(1).returns("java.util.concurrent.CompletableFuture"),
          TransportAdvices.Begin.class.getName());
      advices.on(named("close").takes(), TransportAdvices.Close.class.getName());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mcp;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Sessions, where requests are sent and served whatever the transport. */
public final class McpModule extends InstrumentationModule {
  private static final String SPEC = "io.modelcontextprotocol.spec.";
  private static final String STREAMABLE = SPEC + "McpStreamableServerSession";
  private static final String REQUEST = SPEC + "McpSchema$JSONRPCRequest";

  public McpModule() {
    super("mcp", "MCP Java SDK 0.10–2.1");
  }

  @Override
  public String description() {
    return "Requests of the Model Context Protocol, sent and served (tools, prompts, resources), over"
        + " stdio, SSE and streamable HTTP: spans, durations of requests and"
        + " sessions, failed tools; the trace goes along in"
        + " params._meta.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    MethodMatch sent = named("sendRequest").takesFirst("java.lang.String", "java.lang.Object");
    MethodMatch close = named("close", "closeGracefully", "delete").takes();
    return List.of(
        TypeInstrumentation.of(
            TypeMatch.named(SPEC + "McpClientSession", SPEC + "McpServerSession"),
            advices -> {
              advices.on(constructor(), SessionAdvices.Begin.class.getName());
              advices.on(close, SessionAdvices.Close.class.getName());
              advices.on(sent, RequestAdvices.Send.class.getName());
              advices.on(
                  named("handleIncomingRequest").takesFirst(REQUEST),
                  RequestAdvices.Incoming.class.getName());
            }),
        TypeInstrumentation.of(
            TypeMatch.named(STREAMABLE),
            advices -> {
              advices.on(constructor(), SessionAdvices.Begin.class.getName());
              advices.on(close, SessionAdvices.Close.class.getName());
              advices.on(named("responseStream").takes(2), StreamAdvices.Streamed.class.getName());
            }),
        TypeInstrumentation.of(
            TypeMatch.named(STREAMABLE + "$McpStreamableServerSessionStream"),
            advices -> {
              advices.on(constructor(), StreamAdvices.Open.class.getName());
              advices.on(sent, RequestAdvices.Send.class.getName());
              advices.on(named("handle").takes(REQUEST), StreamAdvices.Handle.class.getName());
            }),
        TypeInstrumentation.of(
            TypeMatch.subtypesOf(SPEC + "McpStreamableServerTransport"),
            advices ->
                advices.on(
                    named("sendMessage").takesFirst(SPEC + "McpSchema$JSONRPCMessage"),
                    StreamAdvices.Answer.class.getName())),
        TypeInstrumentation.of(
            TypeMatch.named(SPEC + "DefaultMcpStreamableServerSessionFactory"),
            advices ->
                advices.on(named("startSession").takes(1), SessionAdvices.Start.class.getName())),
        TypeInstrumentation.of(
            TypeMatch.named("io.modelcontextprotocol.server.DefaultMcpStatelessServerHandler"),
            advices ->
                advices.on(
                    named("handleRequest").takes(null, REQUEST),
                    RequestAdvices.Stateless.class.getName())));
  }
}

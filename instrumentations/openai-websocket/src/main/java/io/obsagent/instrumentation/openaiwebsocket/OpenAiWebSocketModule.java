// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openaiwebsocket;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * openai-java's connections, below what the application has in its hands: there are blocking ones,
 * lanes that share one, and what waits for a whole response. What the server says is watched as it
 * comes, whoever waits for it and however.
 */
public final class OpenAiWebSocketModule extends InstrumentationModule {
  public OpenAiWebSocketModule() {
    super("openai-websocket", "openai-java 4.100");
  }

  @Override
  public String description() {
    return "Each response that is asked for over a web socket, of the Responses and the Realtime API:"
        + " duration, tokens, cost, time to the first part; connections that are cut.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        TypeInstrumentation.of(
            TypeMatch.named(
                "com.openai.core.http.AsyncResponseConnection",
                "com.openai.helpers.RealtimeConnection"),
            OpenAiWebSocketModule::advise),
        TypeInstrumentation.of(
            TypeMatch.named(
                "com.openai.models.responses.ResponsesServerEvent$Deserializer",
                "com.openai.models.realtime.RealtimeServerEvent$Deserializer"),
            advices ->
                advices.on(named("deserialize").takes(2), SocketAdvices.Read.class.getName())));
  }

  private static void advise(Advices advices) {
    // With a lane or none; the public one, where there are lanes, calls this.
    advices.on(
        named("send").takes("com.openai.models.responses.ResponsesClientEvent", null, null),
        SocketAdvices.Send.class.getName());
    advices.on(
        named("send").takes("com.openai.models.realtime.RealtimeClientEvent"),
        SocketAdvices.Send.class.getName());
    advices.on(named("accept").takes(2), SocketAdvices.Accept.class.getName());
    advices.on(
        named("detach", "fail").takesFirst(Throwable.class.getName()),
        SocketAdvices.Detach.class.getName());
  }
}

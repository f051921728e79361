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
 * lanes that share one, and what waits for a whole response.
 */
public final class OpenAiWebSocketModule extends InstrumentationModule {
  private static final String TEXT = "java.lang.String";
  private static final String RESPONSES = "com.openai.core.http.AsyncResponseConnection";

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
    return List.of(new Responses(), new Realtime());
  }

  private record Responses() implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(RESPONSES);
    }

    @Override
    public void advise(Advices advices) {
      String lane = RESPONSES + "$Channel";
      advices.on(
          named("send").takes("com.openai.models.responses.ResponsesClientEvent", TEXT, lane),
          ConnectionAdvices.SendOnLane.class.getName());
      advices.on(
          named("receive").takes(TEXT, lane), ConnectionAdvices.ReceiveOnLane.class.getName());
      advices.on(named("close").takes(), ConnectionAdvices.Close.class.getName());
    }
  }

  private record Realtime() implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("com.openai.helpers.RealtimeConnection");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("send").takes("com.openai.models.realtime.RealtimeClientEvent"),
          ConnectionAdvices.Send.class.getName());
      advices.on(named("receiveAsync").takes("boolean"), ConnectionAdvices.Receive.class.getName());
      advices.on(named("close").takes(), ConnectionAdvices.Close.class.getName());
    }
  }
}

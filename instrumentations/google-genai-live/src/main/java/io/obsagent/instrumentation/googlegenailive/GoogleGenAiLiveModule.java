// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googlegenailive;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The Live API of google-genai at its session, and at the web socket that this is over. */
public final class GoogleGenAiLiveModule extends InstrumentationModule {
  private static final String LIBRARY = "com.google.genai.";

  public GoogleGenAiLiveModule() {
    super("google-genai-live", "google-genai 1.0–1.70");
  }

  @Override
  public String description() {
    return "Each turn of a session of Gemini's Live API over a web socket: duration, tokens, cost,"
        + " time to the first part; connections that are cut.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        TypeInstrumentation.of(
            TypeMatch.named(LIBRARY + "AsyncSession"),
            advices -> {
              advices.on(
                  named("sendClientContent", "sendRealtimeInput", "sendToolResponse").takes(1),
                  SessionAdvices.Send.class.getName());
              advices.on(
                  named("receive").takes("java.util.function.Consumer"),
                  SessionAdvices.Receive.class.getName());
              advices.on(named("close").takes(), SessionAdvices.Close.class.getName());
            }),
        // Of OkHttp, and of Java-WebSocket before 1.19.
        TypeInstrumentation.of(
            TypeMatch.named(LIBRARY + "AsyncLive$GenAiWebSocketClient"),
            advices -> {
              advices.on(
                  named("onClosing", "onClosed", "onClose"), SocketAdvices.Closed.class.getName());
              advices.on(named("onFailure", "onError"), SocketAdvices.Failed.class.getName());
            }));
  }
}

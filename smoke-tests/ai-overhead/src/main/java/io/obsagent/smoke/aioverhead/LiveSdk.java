// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import com.google.genai.AsyncSession;
import com.google.genai.Client;
import com.google.genai.types.Content;
import com.google.genai.types.LiveSendClientContentParameters;
import com.google.genai.types.LiveServerSetupComplete;
import com.google.genai.types.Part;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import okhttp3.Request;
import okhttp3.WebSocket;
import okio.ByteString;

/** google-genai's Live API: its session, and its web socket without a connection. */
final class LiveSdk implements Sdk {
  private static final String PART =
      "{\"serverContent\":{\"modelTurn\":{\"role\":\"model\",\"parts\":[{\"text\":\"Tea\"}]}}}";
  private static final String LAST =
      "{\"serverContent\":{\"turnComplete\":true},\"usageMetadata\":{\"promptTokenCount\":3,"
          + "\"responseTokenCount\":2,\"totalTokenCount\":5}}";

  private final AsyncSession session;
  private final Object socket;
  private final Method onMessage;
  private final LiveSendClientContentParameters question =
      LiveSendClientContentParameters.builder()
          .turns(
              List.of(
                  Content.builder()
                      .role("user")
                      .parts(List.of(Part.builder().text("Tea?").build()))
                      .build()))
          .turnComplete(true)
          .build();

  LiveSdk() {
    try {
      Client client = Client.builder().apiKey("key").vertexAI(false).build();
      Field api = client.async.live.getClass().getDeclaredField("apiClient");
      api.setAccessible(true);
      Class<?> type = Class.forName("com.google.genai.AsyncLive$GenAiWebSocketClient");
      Constructor<?> made = type.getDeclaredConstructors()[0];
      made.setAccessible(true);
      socket =
          made.newInstance(
              URI.create("wss://live.local"),
              Map.of(),
              "{\"setup\":{\"model\":\"models/gemini-live\"}}",
              new CompletableFuture<AsyncSession>(),
              api.get(client.async.live));
      Field connection = type.getDeclaredField("webSocket");
      connection.setAccessible(true);
      connection.set(socket, new Silent());
      onMessage = type.getMethod("onMessage", String.class);
      onMessage.setAccessible(true);
      Constructor<?> begun = AsyncSession.class.getDeclaredConstructors()[0];
      begun.setAccessible(true);
      session =
          (AsyncSession)
              begun.newInstance(
                  api.get(client.async.live),
                  socket,
                  "s-1",
                  LiveServerSetupComplete.builder().build());
      session.receive(message -> Seen.chunk()).join();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Silent implements WebSocket {
    @Override
    public Request request() {
      throw new UnsupportedOperationException();
    }

    @Override
    public long queueSize() {
      return 0;
    }

    @Override
    public boolean send(String text) {
      return true;
    }

    @Override
    public boolean send(ByteString bytes) {
      return true;
    }

    @Override
    public boolean close(int code, String reason) {
      return true;
    }

    @Override
    public void cancel() {}
  }

  @Override
  public String name() {
    return "google-genai, Live API";
  }

  @Override
  public void ask() {
    stream(1);
  }

  @Override
  public boolean stream(int chunks) {
    session.sendClientContent(question).join();
    try {
      for (int i = 0; i < chunks; i++) {
        onMessage.invoke(socket, PART);
      }
      onMessage.invoke(socket, LAST);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    return true;
  }
}

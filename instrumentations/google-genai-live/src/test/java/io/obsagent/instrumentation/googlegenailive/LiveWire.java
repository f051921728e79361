// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googlegenailive;

import com.google.genai.AsyncSession;
import com.google.genai.Client;
import com.google.genai.types.Content;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.LiveConnectConfig;
import com.google.genai.types.LiveSendClientContentParameters;
import com.google.genai.types.LiveServerMessage;
import com.google.genai.types.Part;
import io.obsagent.testing.LoopbackTls;
import io.obsagent.testing.WebSocketServer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The Live API as it is written, and sessions of the library's client for it. */
final class LiveWire {
  static final String SET_UP = "{\"setupComplete\":{}}";
  static final String LAST =
      "{\"serverContent\":{\"turnComplete\":true},\"usageMetadata\":{\"promptTokenCount\":3,"
          + "\"responseTokenCount\":2,\"totalTokenCount\":5,"
          + "\"responseTokensDetails\":[{\"modality\":\"AUDIO\",\"tokenCount\":2}]}}";

  private static final LoopbackTls TLS = LoopbackTls.create();

  private LiveWire() {}

  static String part(String text) {
    return "{\"serverContent\":{\"modelTurn\":{\"role\":\"model\",\"parts\":[{\"text\":\""
        + text
        + "\"}]}}}";
  }

  static List<String> turn() {
    return List.of(part("Tea"), part("."), LAST);
  }

  /** Sets sessions up, and answers what is said. */
  static WebSocketServer serve() throws IOException {
    return serve(said -> said.contains("\"setup\"") ? List.of(SET_UP) : turn());
  }

  static WebSocketServer serve(Function<String, @Nullable List<String>> script) throws IOException {
    return new WebSocketServer(TLS.context().getServerSocketFactory(), script);
  }

  /** The library always uses TLS, and trusts what the JVM trusts. */
  static Client connect(WebSocketServer server) {
    return connect(server, "key");
  }

  static Client connect(WebSocketServer server, String key) {
    System.setProperty("javax.net.ssl.trustStore", TLS.keyStore().toString());
    System.setProperty("javax.net.ssl.trustStorePassword", LoopbackTls.PASSWORD);
    System.setProperty("javax.net.ssl.trustStoreType", "PKCS12");
    HttpOptions options =
        HttpOptions.builder().baseUrl("https://localhost:" + server.port()).build();
    return Client.builder().apiKey(key).vertexAI(false).httpOptions(options).build();
  }

  /** A session, and what it is told. */
  record Talk(AsyncSession session, BlockingQueue<LiveServerMessage> told) {
    static Talk of(Client client, String model) throws Exception {
      AsyncSession session =
          client
              .async
              .live
              .connect(model, LiveConnectConfig.builder().build())
              .get(60, TimeUnit.SECONDS);
      BlockingQueue<LiveServerMessage> told = new LinkedBlockingQueue<>();
      session.receive(told::add).get(60, TimeUnit.SECONDS);
      return new Talk(session, told);
    }

    void say(String text) throws Exception {
      session
          .sendClientContent(
              LiveSendClientContentParameters.builder()
                  .turns(
                      List.of(
                          Content.builder()
                              .role("user")
                              .parts(List.of(Part.builder().text(text).build()))
                              .build()))
                  .turnComplete(true)
                  .build())
          .get(60, TimeUnit.SECONDS);
    }

    /** Until the turn is complete. */
    String answer() throws InterruptedException {
      StringBuilder text = new StringBuilder();
      while (true) {
        LiveServerMessage message = told.poll(60, TimeUnit.SECONDS);
        if (message == null) {
          return text + "…";
        }
        if (message.serverContent().isPresent()) {
          message
              .serverContent()
              .get()
              .modelTurn()
              .ifPresent(turn -> text.append(turn.parts().get().get(0).text().get()));
          if (message.serverContent().get().turnComplete().orElse(false)) {
            return text.toString();
          }
        }
      }
    }
  }
}

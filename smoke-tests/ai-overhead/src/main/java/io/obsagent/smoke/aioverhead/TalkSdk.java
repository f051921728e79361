// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import com.openai.client.OpenAIClientImpl;
import com.openai.core.ClientOptions;
import com.openai.core.RequestOptions;
import com.openai.core.http.AsyncResponseConnection;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpResponse;
import com.openai.core.http.WebSocketClient;
import com.openai.helpers.RealtimeConnection;
import com.openai.helpers.RealtimeWebSocketOptions;
import com.openai.models.realtime.RealtimeClientEvent;
import com.openai.models.realtime.ResponseCreateEvent;
import com.openai.models.responses.ResponsesClientEvent;
import java.util.concurrent.CompletableFuture;

/** openai-java over a web socket, whose other side says each event when it is asked for. */
abstract class TalkSdk implements Sdk {
  private static final String DELTA =
      "{\"type\":\"response.output_text.delta\",\"item_id\":\"i-1\",\"output_index\":0,"
          + "\"content_index\":0,\"delta\":\"Tea\",\"logprobs\":[],\"sequence_number\":1,"
          + "\"response_id\":\"r-1\",\"event_id\":\"e-1\"}";

  private final Provider provider = new Provider();
  private final String last;

  TalkSdk(String last) {
    this.last = last;
  }

  ClientOptions options() {
    return ClientOptions.builder().httpClient(provider).apiKey("key").maxRetries(0).build();
  }

  /** Asks for a response. */
  abstract void send();

  /** Takes an event that the other side says. */
  abstract void receive(String event);

  void said(String event) {
    provider.listener.onMessage(event);
  }

  @Override
  public void ask() {
    stream(1);
  }

  @Override
  public boolean stream(int chunks) {
    send();
    for (int i = 0; i < chunks; i++) {
      receive(DELTA);
      Seen.chunk();
    }
    receive(last);
    return true;
  }

  private static final class Provider implements HttpClient, WebSocketClient {
    private Listener listener;

    @Override
    public CompletableFuture<Connection> connectWebSocket(
        HttpRequest request, RequestOptions options, int most, Listener told) {
      listener = told;
      return CompletableFuture.completedFuture(
          new Connection() {
            @Override
            public void send(String text) {}

            @Override
            public void close() {}
          });
    }

    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<HttpResponse> executeAsync(
        HttpRequest request, RequestOptions options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  /** The Responses API, of which each event is waited for before it comes. */
  static final class Responses extends TalkSdk {
    private final AsyncResponseConnection connection;
    private final ResponsesClientEvent question =
        ResponsesClientEvent.ofResponseCreate(
            ResponsesClientEvent.ResponseCreate.builder().model("gpt-4o").input("Tea?").build());

    Responses() {
      super(
          "{\"type\":\"response.completed\",\"sequence_number\":2,\"response\":"
              + Wire.RESPONSE
              + "}");
      connection = new OpenAIClientImpl(options()).async().responses().connect().join();
    }

    @Override
    public String name() {
      return "openai-java, Responses over a web socket";
    }

    @Override
    void send() {
      connection.send(question);
    }

    @Override
    void receive(String event) {
      CompletableFuture<?> received = connection.receive();
      said(event);
      received.join();
    }
  }

  /** The Realtime API, of which each event has come before the application waits. */
  static final class Realtime extends TalkSdk {
    private static final String DONE =
        "{\"type\":\"response.done\",\"event_id\":\"e-2\",\"response\":{\"id\":\"r-1\","
            + "\"object\":\"realtime.response\",\"status\":\"completed\",\"output\":[],\"usage\":"
            + "{\"total_tokens\":5,\"input_tokens\":3,\"output_tokens\":2}}}";

    private final RealtimeConnection connection =
        RealtimeConnection.connect(
            options(), RealtimeWebSocketOptions.builder().model("gpt-realtime").build());
    private final RealtimeClientEvent question =
        RealtimeClientEvent.ofResponseCreate(ResponseCreateEvent.builder().build());

    Realtime() {
      super(DONE);
    }

    @Override
    public String name() {
      return "openai-java, Realtime";
    }

    @Override
    void send() {
      connection.send(question);
    }

    @Override
    void receive(String event) {
      said(event);
      connection.receive();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.okhttp;

import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

/** Waits for a text on a web socket. Apart, for not all versions have web sockets. */
final class FirstMessage extends WebSocketListener {
  private final CompletableFuture<String> message;

  private FirstMessage(CompletableFuture<String> message) {
    this.message = message;
  }

  /** Answers what cancels the web socket. */
  static Runnable of(OkHttpClient client, Request request, CompletableFuture<String> message) {
    WebSocket socket = client.newWebSocket(request, new FirstMessage(message));
    return socket::cancel;
  }

  @Override
  public void onMessage(WebSocket from, String text) {
    message.complete(text);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import io.obsagent.testing.HttpClientKit;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class NettyClientTest extends HttpClientKit {
  private static final CodecClient CLIENT = new CodecClient();

  @AfterAll
  static void stopClient() {
    CLIENT.close();
  }

  @Override
  protected boolean isBelowConnections() {
    return true;
  }

  @Override
  protected Call prepare(String method, URI uri, @Nullable String body) {
    HttpRequest request = CodecClient.request(method, uri, body);
    return new Call() {
      @Override
      public Answer send() throws Exception {
        return CLIENT.send(uri, request);
      }

      @Override
      public List<String> visibleHeaders() {
        return List.copyOf(request.headers().names());
      }
    };
  }
}

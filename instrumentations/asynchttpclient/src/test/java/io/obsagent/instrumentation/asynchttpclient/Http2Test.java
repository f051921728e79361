// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.asynchttpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClientConfig;
import org.asynchttpclient.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class Http2Test {
  @Test
  void aStreamIsOneSpanWhoseContextGoesAlong() throws Exception {
    DefaultAsyncHttpClientConfig.Builder config = new DefaultAsyncHttpClientConfig.Builder();
    assumeThat(enableHttp2(config)).as("the client has HTTP/2 since 3.0.8").isTrue();
    CompletableFuture<List<String>> received = new CompletableFuture<>();
    Undertow server =
        Undertow.builder()
            .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
            .addHttpListener(0, "localhost")
            .setHandler(
                exchange -> {
                  received.complete(
                      Stream.of(
                              exchange.getProtocol().toString(),
                              exchange.getRequestHeaders().getFirst("traceparent"))
                          .toList());
                  exchange.setStatusCode(202).getResponseSender().send("hello");
                })
            .build();
    server.start();
    try (AsyncHttpClient client = new DefaultAsyncHttpClient(config.build())) {
      InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
      String uri = "http://localhost:" + address.getPort() + "/";

      Response response = client.prepareGet(uri).execute().get(60, TimeUnit.SECONDS);

      assertThat(response.getResponseBody()).isEqualTo("hello");
      RecordedSpan span = Recorded.awaitSpans(1).get(0);
      assertThat(span.attribute("http.response.status_code")).isEqualTo(202L);
      assertThat(received.get())
          .containsExactly("HTTP/2.0", "00-" + span.traceId() + "-" + span.spanId() + "-01");
    } finally {
      server.stop();
    }
  }

  private static boolean enableHttp2(DefaultAsyncHttpClientConfig.Builder config)
      throws ReflectiveOperationException {
    for (java.lang.reflect.Method each : config.getClass().getMethods()) {
      if (each.getName().equals("setHttp2CleartextEnabled")) {
        each.invoke(config, true);
        return true;
      }
    }
    return false;
  }
}

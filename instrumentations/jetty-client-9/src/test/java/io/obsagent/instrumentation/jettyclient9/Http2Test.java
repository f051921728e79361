// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jettyclient9;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import java.lang.reflect.Constructor;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.client.api.ContentResponse;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.http.HttpClientTransportOverHTTP2;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class Http2Test {
  private static final int AT_ONCE = 50;
  private static final Map<String, String> TRACEPARENTS = new ConcurrentHashMap<>();
  private static Undertow server;
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    server =
        Undertow.builder()
            .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
            .addHttpListener(0, "localhost")
            .setHandler(
                exchange -> {
                  String sent = exchange.getRequestHeaders().getFirst("traceparent");
                  TRACEPARENTS.put(exchange.getRequestPath(), sent == null ? "" : sent);
                  exchange.getResponseSender().send("hello");
                })
            .build();
    server.start();
    client = clientOver(new HttpClientTransportOverHTTP2(new HTTP2Client()));
    client.start();
  }

  /** Older versions want to know about TLS, too. */
  private static HttpClient clientOver(HttpClientTransport transport) throws Exception {
    for (Constructor<?> each : HttpClient.class.getConstructors()) {
      if (each.getParameterCount() > 0
          && each.getParameterTypes()[0] == HttpClientTransport.class) {
        Object[] arguments = new Object[each.getParameterCount()];
        arguments[0] = transport;
        return (HttpClient) each.newInstance(arguments);
      }
    }
    throw new AssertionError("no constructor takes a transport");
  }

  @AfterAll
  static void stop() throws Exception {
    client.stop();
    server.stop();
  }

  private static String uri(String path) {
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    return "http://localhost:" + address.getPort() + path;
  }

  @Test
  void aRequestIsOneSpanWhoseContextGoesAlong() throws Exception {
    ContentResponse response = client.GET(uri("/one"));

    assertThat(response.getContentAsString()).isEqualTo("hello");
    assertThat(response.getVersion()).isEqualTo(HttpVersion.HTTP_2);
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.attribute("url.full")).isEqualTo(uri("/one"));
    assertThat(span.attribute("http.response.status_code")).isEqualTo(200L);
    assertThat(TRACEPARENTS.get("/one")).contains(span.spanId());
  }

  @Test
  void manyAtOnceOverOneConnectionHaveTheirOwn() throws Exception {
    CountDownLatch done = new CountDownLatch(AT_ONCE);
    for (int i = 0; i < AT_ONCE; i++) {
      client.newRequest(uri("/many/" + i)).send(result -> done.countDown());
    }

    assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    List<RecordedSpan> spans = Recorded.awaitSpans(AT_ONCE);
    assertThat(spans)
        .allSatisfy(
            span -> {
              String url = String.valueOf(span.attribute("url.full"));
              assertThat(TRACEPARENTS.get(url.substring(url.indexOf("/many"))))
                  .contains(span.spanId());
            });
  }
}

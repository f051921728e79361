// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.LoopbackTls;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class HttpsServerTest {
  @Test
  void aRequestOverTlsIsAServerSpanWithItsScheme() throws Exception {
    LoopbackTls tls = LoopbackTls.create();
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
    server.createContext(
        "/safe",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write(new byte[] {'o', 'k'});
          exchange.close();
        });
    server.start();
    try {
      URI uri = URI.create("https://localhost:" + server.getAddress().getPort() + "/safe");
      HttpResponse<String> response =
          HttpClient.newBuilder()
              .sslContext(tls.context())
              .build()
              .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());

      assertThat(response.body()).isEqualTo("ok");
      RecordedSpan span = Recorded.awaitSpans(1).get(0);
      assertThat(span.name()).isEqualTo("GET /safe");
      assertThat(span.attribute("url.scheme")).isEqualTo("https");
      assertThat(response.headers().allValues("X-Correlation-ID"))
          .containsExactly((String) span.attribute("correlation.id"));
    } finally {
      server.stop(0);
    }
  }
}

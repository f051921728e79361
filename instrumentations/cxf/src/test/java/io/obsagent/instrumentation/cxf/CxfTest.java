// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cxf;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.JaxRsKit;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.apache.cxf.transport.servlet.CXFNonSpringServlet;
import org.junit.jupiter.api.Test;

class CxfTest extends JaxRsKit {
  private CxfServer server;

  @Override
  protected int start(List<Class<?>> application) throws Exception {
    server = new CxfServer(application);
    return server.port();
  }

  @Override
  protected void stop() throws Exception {
    server.close();
  }

  /** Jetty 12 names the mappings of {@code jakarta} servlets only. */
  @Override
  protected String nameOfNotFound() {
    boolean jakarta = !javax.servlet.Servlet.class.isAssignableFrom(CXFNonSpringServlet.class);
    return jakarta ? "GET /shop/api/*" : "GET";
  }

  static HttpResponse<String> order(int port, String article) throws Exception {
    String envelope =
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>"
            + "<o:place xmlns:o='http://cxf.instrumentation.obsagent.io/'><o:arg0>"
            + article
            + "</o:arg0></o:place></s:Body></s:Envelope>";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/shop/api/orders"))
            .header("Content-Type", "text/xml")
            .header("SOAPAction", "\"\"")
            .POST(BodyPublishers.ofString(envelope))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  @Test
  void anOperationIsTheRouteBelowTheAddressOfItsService() throws Exception {
    HttpResponse<String> answer = order(server.port(), "chair");

    assertThat(answer.body()).contains("placed chair");
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("POST /shop/api/orders/place");
    assertThat(span.status()).isEqualTo("UNSET");
  }

  @Test
  void aFaultIsToldWithWhatTheServiceThrew() throws Exception {
    HttpResponse<String> answer = order(server.port(), "none");

    assertThat(answer.statusCode()).isEqualTo(500);
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("POST /shop/api/orders/place");
    assertThat(span.attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
  }
}

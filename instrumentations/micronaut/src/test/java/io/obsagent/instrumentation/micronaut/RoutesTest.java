// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which route names a request, and what it failed of. */
@ExtendWith(AgentExtension.class)
class RoutesTest {
  private static ShopServer server;

  @BeforeAll
  static void startServer() {
    server = new ShopServer();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static RecordedSpan theSpan() {
    return Recorded.awaitSpans(1).get(0);
  }

  @Test
  void theRouteIsTheTemplateOfThePath() throws Exception {
    String answer = server.get("/shop/items/4711?page=2");

    RecordedSpan span = theSpan();
    assertThat(span.name()).isEqualTo("GET /shop/items/{id}");
    assertThat(span.attribute("url.path")).isEqualTo("/shop/items/4711");
    assertThat(answer).startsWith("HTTP/1.1 200").endsWith(span.traceId());
  }

  @Test
  void aControllerOnAnotherThreadIsInTheTraceOfItsRequest() throws Exception {
    for (String path : new String[] {"/shop/blocking/1", "/shop/later"}) {
      Recorded.clear();

      String answer = server.get(path);

      assertThat(answer).as(path).endsWith(theSpan().traceId());
    }
  }

  @Test
  void whatAControllerThrowsIsTheErrorOfItsRequest() throws Exception {
    for (String path : new String[] {"/shop/broken", "/shop/broken-later"}) {
      Recorded.clear();

      assertThat(server.get(path)).startsWith("HTTP/1.1 500");

      RecordedSpan span = theSpan();
      assertThat(span.name()).isEqualTo("GET " + path);
      assertThat(span.attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
    }
  }

  @Test
  void anExceptionThatIsAnsweredAsItsClientsMistakeIsNoError() throws Exception {
    assertThat(server.get("/shop/mistake")).startsWith("HTTP/1.1 422");

    assertThat(theSpan().status()).isEqualTo("UNSET");
    assertThat(theSpan().events()).isEmpty();
  }

  @Test
  void aPathWithoutRouteHasNone() throws Exception {
    assertThat(server.get("/nowhere/1")).startsWith("HTTP/1.1 404");

    assertThat(theSpan().name()).isEqualTo("GET");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ktor;

import static org.assertj.core.api.Assertions.assertThat;

import io.ktor.server.cio.CIO;
import io.obsagent.testing.AgentContext;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.HttpServerApplication.Work;
import io.obsagent.testing.RawConnection;
import io.obsagent.testing.Recorded;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What spans are named after, and where their contexts are. */
@ExtendWith(AgentExtension.class)
class RoutesTest {
  private static KtorServer server;

  @BeforeAll
  static void start() throws Exception {
    Map<String, Work> endpoints = new LinkedHashMap<>();
    for (String path :
        new String[] {
          "/",
          "/items/{id}/parts/{part}",
          "/optional/{name?}",
          "/any/*/thing",
          "/files/{path...}",
          "/slash/"
        }) {
      endpoints.put(path, call -> call.answer(200, "found"));
    }
    endpoints.put(
        "/context",
        call -> {
          String first = AgentContext.traceId();
          call.later(later -> later.answer(200, first + " " + AgentContext.traceId()));
        });
    server = KtorServer.start(CIO.INSTANCE, endpoints);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static String get(String path) throws Exception {
    try (RawConnection connection = new RawConnection(server.port())) {
      return connection
          .send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
          .readAll();
    }
  }

  private static String nameOf(String path) throws Exception {
    Recorded.clear();
    assertThat(get(path)).as(path).contains("found");
    return Recorded.awaitSpans(1).get(0).name();
  }

  @Test
  void theRouteIsWhatTheApplicationWrote() throws Exception {
    assertThat(nameOf("/")).isEqualTo("GET /");
    assertThat(nameOf("/items/4711/parts/12?a=b")).isEqualTo("GET /items/{id}/parts/{part}");
    assertThat(nameOf("/optional")).isEqualTo("GET /optional/{name?}");
    assertThat(nameOf("/optional/one")).isEqualTo("GET /optional/{name?}");
    assertThat(nameOf("/any/body/thing")).isEqualTo("GET /any/*/thing");
    assertThat(nameOf("/files/a/b/c.txt")).isEqualTo("GET /files/{path...}");
    assertThat(nameOf("/slash/")).isEqualTo("GET /slash/");
  }

  @Test
  void aRequestThatNamesItsHostHasThePathOnly() throws Exception {
    get("http://localhost/items/1/parts/2?page=1");

    assertThat(Recorded.awaitSpans(1).get(0).attribute("url.path")).isEqualTo("/items/1/parts/2");
    assertThat(Recorded.spans().get(0).attribute("url.query")).isEqualTo("page=1");
  }

  @Test
  void theHandlerAndTheThreadsThatItStartsAreInTheRequestsContext() throws Exception {
    String answer = get("/context");

    String trace = Recorded.awaitSpans(1).get(0).traceId();
    assertThat(answer).endsWith("\r\n\r\n" + trace + " " + trace);
  }
}

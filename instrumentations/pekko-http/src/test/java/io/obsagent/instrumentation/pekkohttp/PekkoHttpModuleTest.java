// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkohttp;

import io.obsagent.testing.ModuleKit;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.junit.jupiter.api.AfterAll;

class PekkoHttpModuleTest extends ModuleKit {
  private final ActorSystem system = PekkoServer.system("");

  PekkoHttpModuleTest() {
    super(new PekkoHttpModule());
  }

  @AfterAll
  void terminate() throws Exception {
    PekkoServer.terminate(system);
  }

  @Override
  protected String use() throws Exception {
    PekkoServer server = PekkoServer.start(system, new Application().route());
    try {
      String base = "http://127.0.0.1:" + server.port();
      HttpResponse answer =
          Http.get(system)
              .singleRequest(HttpRequest.create(base + "/hello"))
              .toCompletableFuture()
              .get(60, TimeUnit.SECONDS);
      answer.discardEntityBytes(system);
      return get(base + "/hello")
          + get(base + "/broken")
          + get(base + "/nowhere")
          + answer.status();
    } finally {
      server.unbind();
    }
  }

  private static final class Application extends AllDirectives {
    org.apache.pekko.http.javadsl.server.Route route() {
      return concat(
          path("hello", () -> complete("hello")),
          path(
              "broken",
              () ->
                  extractRequest(
                      request -> {
                        throw new IllegalStateException("broken");
                      })));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.vertx;

import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.RawConnection;
import java.util.Set;

class VertxModuleTest extends ModuleKit {
  VertxModuleTest() {
    super(new VertxModule());
  }

  @Override
  protected Set<String> adviceOfOtherVersions() {
    String version = System.getProperty("library.version", "4.0.3");
    return Set.of(version.startsWith("4.") ? "PipelineAdvices.PutOff" : "FutureAdvices.Listen");
  }

  @Override
  protected String use() throws Exception {
    try (WebServer server = new WebServer()) {
      server.router.get("/hello/:name").handler(context -> context.response().end("hello"));
      server.started();
      try (RawConnection connection = new RawConnection(server.port())) {
        String answer =
            connection
                .send("GET /hello/you HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                .readAll();
        return answer.substring(0, 12) + answer.substring(answer.indexOf("\r\n\r\n"));
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.ServletFacade;
import io.obsagent.testing.TraceContextKit;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TomcatTraceContextTest extends TraceContextKit {
  private ServletServer server;

  @Override
  protected int start(Map<String, Work> endpoints) {
    server = new ServletServer("").with(endpoints);
    server.connector().setProperty("maxHttpHeaderSize", "32768");
    server.with("listened", this::listened, "/listened").started();
    return server.port();
  }

  @Override
  protected void stop() throws Exception {
    server.close();
  }

  /** Completes on a thread of its own, and calls another server when it hears of that. */
  private void listened(ServletFacade request, ServletFacade response) throws Exception {
    ServletFacade async = request.get("startAsync");
    Object listener =
        request.implement(
            "AsyncListener",
            (proxy, method, arguments) -> {
              if (method.getName().equals("onComplete")) {
                callOn();
              }
              return null;
            });
    async.call("addListener", listener);
    new Thread(() -> async.complete()).start();
  }

  @Test
  void aListenerHearsOfCompletionInTheContextOfTheRequest() throws Exception {
    assertThat(traceOfCallBy("/listened")).isEqualTo(TRACE);
  }
}

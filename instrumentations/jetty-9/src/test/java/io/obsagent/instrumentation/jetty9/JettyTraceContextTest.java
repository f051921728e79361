// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty9;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.ServletFacade;
import io.obsagent.testing.TraceContextKit;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JettyTraceContextTest extends TraceContextKit {
  private JettyServer server;

  @Override
  protected int start(Map<String, Work> endpoints) throws Exception {
    server = new JettyServer("").with(endpoints).with("task", this::task, "/task");
    server.with("again", this::again, "/again").started();
    return server.port();
  }

  @Override
  protected void stop() throws Exception {
    server.close();
  }

  /** Calls another server from a thread of the container. */
  private void task(ServletFacade request, ServletFacade response) throws Exception {
    ServletFacade async = request.get("startAsync");
    Runnable task =
        () -> {
          try {
            callOn();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          } finally {
            async.complete();
          }
        };
    async.call("start", task);
  }

  /** Is dispatched to itself from a foreign thread, and calls then. */
  private void again(ServletFacade request, ServletFacade response) throws Exception {
    if (request.call("getAttribute", "again") != null) {
      callOn();
      return;
    }
    request.call("setAttribute", "again", "again");
    ServletFacade async = request.get("startAsync");
    new Thread(
            () -> {
              try {
                async.call("dispatch");
              } catch (Exception e) {
                async.complete();
              }
            })
        .start();
  }

  @Test
  void aTaskOfTheContainerRunsInTheContextOfTheRequest() throws Exception {
    assertThat(traceOfCallBy("/task")).isEqualTo(TRACE);
  }

  @Test
  void aDispatchRunsInTheContextOfTheRequest() throws Exception {
    assertThat(traceOfCallBy("/again")).isEqualTo(TRACE);
  }
}

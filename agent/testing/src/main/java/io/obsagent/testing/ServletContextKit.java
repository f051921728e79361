// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds for the context in every servlet container, besides {@link TraceContextKit}. */
public abstract class ServletContextKit extends TraceContextKit {
  private @Nullable ServletContainer running;

  /** A container that is not started yet, with one application at the root. */
  protected abstract ServletContainer container() throws Exception;

  @Override
  protected final int start(Map<String, Work> endpoints) throws Exception {
    running = container();
    return running
        .with(endpoints)
        .with("task", this::task, "/task")
        .with("again", this::again, "/again")
        .started()
        .port();
  }

  @Override
  protected final void stop() throws Exception {
    if (running != null) {
      running.close();
    }
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
    Runnable dispatch =
        () -> {
          try {
            async.call("dispatch");
          } catch (Exception e) {
            async.complete();
          }
        };
    new Thread(dispatch).start();
  }

  @Test
  void aTaskOfTheContainerRunsInTheContextOfTheRequest() throws Exception {
    assertThat(traceOfCallBy("/task")).isEqualTo(TRACE);
  }

  @Test
  void aDispatchRunsInTheContextOfTheRequest() throws Exception {
    assertThat(traceOfCallBy("/again")).isEqualTo(TRACE);
  }

  @Test
  void aRouteOfTheRootIsTheMappingAlone() throws Exception {
    exchange("GET", "/call");

    assertThat(Recorded.awaitSpans(2))
        .filteredOn(span -> span.kind().equals("SERVER"))
        .singleElement()
        .satisfies(span -> assertThat(span.name()).isEqualTo("GET /call"));
  }
}

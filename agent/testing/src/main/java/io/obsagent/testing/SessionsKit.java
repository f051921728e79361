// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds for the sessions of every servlet container. */
@ExtendWith(AgentExtension.class)
public abstract class SessionsKit {
  private final String application;

  /**
   * @param application what the container's application is called in metrics
   */
  protected SessionsKit(String application) {
    this.application = application;
  }

  /** Starts the container with a servlet at {@code /session} below {@code /shop}. */
  protected abstract ServletContainer start(ServletFacade.Service servlet) throws Exception;

  /** Whether the container counts those that were begun. */
  protected boolean tellsCreated() {
    return true;
  }

  private static void serve(ServletFacade request, ServletFacade response) throws Exception {
    Object session = Objects.requireNonNull(request.call("getSession"));
    if ("end".equals(request.call("getQueryString"))) {
      new ServletFacade(session).call("invalidate");
    }
    response.write("ok");
  }

  private @Nullable Double of(String metric) {
    return Recorded.metric("http_sessions_" + metric + "{application=\"" + application + "\"}");
  }

  private void await(String metric, double value) {
    Recorded.await(
        () -> Double.valueOf(value).equals(of(metric)), () -> metric + " is " + of(metric));
  }

  private static String ask(int port, String query, String cookie) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/shop/session" + query))
            .header("Cookie", cookie)
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.body()).isEqualTo("ok");
    return response.headers().firstValue("Set-Cookie").orElse("none=none").replaceAll(";.*", "");
  }

  @Test
  void sessionsAreThoseOfTheContainer() throws Exception {
    try (ServletContainer server = start(SessionsKit::serve)) {
      String first = ask(server.port(), "", "none=none");
      await("active", 1);
      ask(server.port(), "", "none=none");
      await("active", 2);
      ask(server.port(), "", first); // the same again
      await("active", 2);
      if (tellsCreated()) {
        await("created_total", 2);
      }
      ask(server.port(), "?end", first);
      await("active", 1);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.apache.catalina.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class UndeployTest {
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void applicationsAreToldApartAndCollectableWhenUndeployed() throws Exception {
    try (ServletServer server = new ServletServer("/stays").started()) {
      WeakReference<ClassLoader> gone = deployCallAndUndeploy(server);
      deploy(server.context());
      get(server, "/stays/item");

      assertThat(Recorded.awaitSpans(3).stream().map(RecordedSpan::name))
          .containsExactly("GET /goes/item", "GET /goes/later", "GET /stays/item");
      Recorded.await(
          () -> {
            System.gc();
            return gone.get() == null;
          },
          () -> "the class loader of an undeployed application is still reachable");
    }
  }

  private WeakReference<ClassLoader> deployCallAndUndeploy(ServletServer server) throws Exception {
    Context goes = server.tomcat().addContext("/goes", null);
    WeakReference<ClassLoader> loader = deploy(goes);
    get(server, "/goes/item");
    get(server, "/goes/later");
    server.tomcat().getHost().removeChild(goes);
    goes.destroy();
    return loader;
  }

  /** Adds servlets of classes that the application's own loader defines. */
  private static WeakReference<ClassLoader> deploy(Context context) {
    ClassLoader loader = context.getLoader().getClassLoader();
    assertThat(loader).isNotSameAs(UndeployTest.class.getClassLoader());
    ServletServer.with(
        context, "item", (request, response) -> response.write("item"), loader, "/item");
    ServletServer.with(
        context,
        "later",
        (request, response) -> request.get("startAsync").call("dispatch", "/item"),
        loader,
        "/later");
    return new WeakReference<>(loader);
  }

  private void get(ServletServer server, String path) throws Exception {
    URI uri = URI.create("http://localhost:" + server.port() + path);
    HttpResponse<String> response =
        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.body()).isEqualTo("item");
  }
}

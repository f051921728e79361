// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkohttp;

import io.obsagent.testing.HttpClientKit;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PekkoClientTest extends HttpClientKit {
  private static @Nullable ActorSystem system;

  @BeforeAll
  static void start() {
    system = PekkoServer.system("pekko.http.host-connection-pool.max-retries = 0");
  }

  @AfterAll
  static void stop() throws Exception {
    PekkoServer.terminate(system);
  }

  @Override
  protected boolean followsRedirections() {
    return false;
  }

  @Override
  protected Call prepare(String method, URI uri, @Nullable String body) {
    HttpRequest request =
        HttpRequest.create(uri.toString()).withMethod(HttpMethods.lookup(method).orElseThrow());
    return new PreparedCall(body == null ? request : request.withEntity(body));
  }

  private record PreparedCall(HttpRequest request) implements Call {
    @Override
    public Answer send() throws Exception {
      HttpResponse response =
          Http.get(system).singleRequest(request).toCompletableFuture().get(60, TimeUnit.SECONDS);
      HttpEntity.Strict entity =
          response
              .entity()
              .toStrict(60_000, system)
              .toCompletableFuture()
              .get(60, TimeUnit.SECONDS);
      return new Answer(response.status().intValue(), entity.getData().utf8String());
    }

    @Override
    public List<String> visibleHeaders() {
      List<String> names = new ArrayList<>();
      request.getHeaders().forEach(header -> names.add(header.name()));
      return names;
    }
  }
}

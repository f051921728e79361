// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactornetty;

import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.Ports;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;

class ReactorNettyModuleTest extends ModuleKit {
  ReactorNettyModuleTest() {
    super(new ReactorNettyModule());
  }

  @Override
  protected String use() {
    try (HttpTarget target = new HttpTarget()) {
      HttpClient client = HttpClient.create().followRedirect(true);
      return get(client, target.uri("/status/200").toString())
          + get(client, target.uri("/redirect").toString())
          + client
              .post()
              .uri(target.uri("/status/201").toString())
              .send(ByteBufFlux.fromString(Mono.just("ping")))
              .responseContent()
              .aggregate()
              .asString()
              .block(HttpClientTest.PATIENCE)
          + get(client, "http://localhost:" + Ports.closed() + "/");
    }
  }

  private static String get(HttpClient client, String uri) {
    return client
        .get()
        .uri(uri)
        .responseSingle(
            (response, body) -> body.asString().map(text -> response.status().code() + text))
        .onErrorResume(failure -> Mono.just(failure.getClass().getName()))
        .block(HttpClientTest.PATIENCE);
  }
}

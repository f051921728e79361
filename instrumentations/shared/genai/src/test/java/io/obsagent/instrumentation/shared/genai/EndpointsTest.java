// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.telemetry.CalledServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointsTest {
  private static final Endpoint LOCAL =
      new Endpoint("acme", CalledServer.at(false, "llm.local", 8080));

  private record Client(Object settings) {}

  @Test
  void aClientIsLookedAtOnce() {
    List<Object> found = new ArrayList<>();
    Endpoints endpoints =
        new Endpoints(
            client -> {
              found.add(client);
              return LOCAL;
            });
    Client client = new Client("");
    assertThat(endpoints.of(client)).isSameAs(endpoints.of(client)).isSameAs(LOCAL);
    assertThat(found).containsExactly(client);
  }

  @Test
  void clientsOfTheSameSettingsTalkToTheSame() {
    Endpoints byUrl = Endpoints.ofField("acme", "settings");
    Endpoints byWay = Endpoints.ofField("acme", "settings", "server.url");
    String url = "http://llm.local:8080/v1";
    Map<String, Object> settings = Map.of("server", Map.of("url", url));
    assertThat(byUrl.of(new Client(url))).isSameAs(byUrl.of(new Client(url))).isEqualTo(LOCAL);
    assertThat(byWay.of(new Client(settings)))
        .isSameAs(byWay.of(new Client(settings)))
        .isEqualTo(LOCAL);
  }

  @Test
  void whatIsNotKnownIsNowhere() {
    Endpoint nowhere = new Endpoint("acme", null);
    assertThat(Endpoints.ofField("acme", "settings").of(new Client(7))).isEqualTo(nowhere);
    assertThat(Endpoints.ofField("acme", "settings").of(new Client(null))).isEqualTo(nowhere);
    assertThat(Endpoints.ofField("acme", "options", "url").of(this)).isEqualTo(nowhere);
  }
}

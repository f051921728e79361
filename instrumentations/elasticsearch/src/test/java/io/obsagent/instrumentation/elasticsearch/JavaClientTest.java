// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import co.elastic.clients.elasticsearch.ElasticsearchAsyncClient;
import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.ElasticsearchTransport;
import co.elastic.clients.transport.instrumentation.OpenTelemetryForElasticsearch;
import co.elastic.clients.transport.rest5_client.Rest5ClientTransport;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
import io.obsagent.testing.SearchKit;
import java.util.concurrent.TimeUnit;
import org.elasticsearch.client.RestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The Java client above both low-level clients. */
@ExtendWith(AgentExtension.class)
class JavaClientTest {
  @Test
  void aCallIsOneSpan() throws Exception {
    try (ScriptedServer server = SearchKit.finding();
        ElasticsearchTransport transport =
            new Rest5ClientTransport(
                Rest5Client.builder(
                        new org.apache.hc.core5.http.HttpHost("http", "127.0.0.1", server.port()))
                    .build(),
                new JacksonJsonpMapper())) {
      assertOneSpan(transport, server);
    }
  }

  @Test
  void aCallAboveTheOlderClientIsOneSpan() throws Exception {
    assumeThat(System.getProperty("library.version", "7"))
        .as("this Java client is above that low-level one")
        .startsWith("9.");
    try (ScriptedServer server = SearchKit.finding();
        ElasticsearchTransport transport =
            new RestClientTransport(
                RestClient.builder(new org.apache.http.HttpHost("127.0.0.1", server.port()))
                    .build(),
                new JacksonJsonpMapper())) {
      assertOneSpan(transport, server);
    }
  }

  @Test
  void theClientsOwnSpansAreNotMadeBesides() {
    assertThat(OpenTelemetryForElasticsearch.getDefault()).isNull();
  }

  private static void assertOneSpan(ElasticsearchTransport transport, ScriptedServer server)
      throws Exception {
    new ElasticsearchClient(transport).search(search -> search.index("orders"), Object.class);
    assertIsCall(server);
    Recorded.clear();
    new ElasticsearchAsyncClient(transport)
        .search(search -> search.index("orders"), Object.class)
        .get(60, TimeUnit.SECONDS);
    assertIsCall(server);
  }

  private static void assertIsCall(ScriptedServer server) {
    Recorded.awaitSpans(2);
    RecordedSpan call = Recorded.span("search orders");
    assertThat(call.status()).isEqualTo("UNSET");
    assertThat(call.attribute("server.port")).isEqualTo((long) server.port());
    assertThat(Recorded.span("POST").isChildOf(call)).isTrue();
  }
}

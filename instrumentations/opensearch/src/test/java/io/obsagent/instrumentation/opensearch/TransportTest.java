// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
import io.obsagent.testing.SearchKit;
import java.io.IOException;
import java.util.List;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opensearch.client.opensearch.OpenSearchClient;
import org.opensearch.client.transport.OpenSearchTransport;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5TransportBuilder;

@ExtendWith(AgentExtension.class)
class TransportTest {
  private static OpenSearchTransport transport(ScriptedServer server) {
    return ApacheHttpClient5TransportBuilder.builder(
            new HttpHost("http", "127.0.0.1", server.port()))
        .build();
  }

  @Test
  void aCallOfTheJavaClientIsOneSpan() throws Exception {
    try (ScriptedServer server = SearchKit.finding();
        OpenSearchTransport transport = transport(server)) {
      new OpenSearchClient(transport).search(search -> search.index("orders"), Object.class);
      List<RecordedSpan> spans = Recorded.awaitSpans(2);
      RecordedSpan call = Recorded.span("search orders");
      assertThat(call.attribute("db.system.name")).isEqualTo("opensearch");
      assertThat(call.status()).isEqualTo("UNSET");
      assertThat(spans.get(1).isChildOf(call)).isTrue();
    }
  }

  @Test
  void whatItThrowsIsAnError() throws Exception {
    try (ScriptedServer server = SearchKit.refusing();
        OpenSearchTransport transport = transport(server)) {
      OpenSearchClient client = new OpenSearchClient(transport);
      assertThatThrownBy(() -> client.search(search -> search.index("orders"), Object.class))
          .isInstanceOfAny(IOException.class, RuntimeException.class);
      Recorded.awaitSpans(2);
      RecordedSpan call = Recorded.span("search orders");
      assertThat(call.status()).isEqualTo("ERROR");
      assertThat(call.toString()).doesNotContain("geheim");
    }
  }
}

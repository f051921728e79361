// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.elasticsearch;

import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.ScriptedServer;
import io.obsagent.testing.SearchKit;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;

class ElasticsearchModuleTest extends ModuleKit {
  ElasticsearchModuleTest() {
    super(new ElasticsearchModule());
  }

  @Override
  protected String use() throws Exception {
    try (ScriptedServer server = SearchKit.finding();
        RestClient client =
            RestClient.builder(new org.apache.http.HttpHost("127.0.0.1", server.port())).build();
        Rest5Client client5 =
            Rest5Client.builder(
                    new org.apache.hc.core5.http.HttpHost("http", "127.0.0.1", server.port()))
                .build()) {
      return client.performRequest(new Request("GET", "/orders/_search")).getStatusLine().toString()
          + client5
              .performRequest(
                  new co.elastic.clients.transport.rest5_client.low_level.Request(
                      "GET", "/orders/_search"))
              .getStatusCode();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opensearch;

import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.ScriptedServer;
import io.obsagent.testing.SearchKit;
import org.opensearch.client.Request;
import org.opensearch.client.RestClient;

class OpenSearchModuleTest extends ModuleKit {
  OpenSearchModuleTest() {
    super(new OpenSearchModule());
  }

  @Override
  protected String use() throws Exception {
    try (ScriptedServer server = SearchKit.finding();
        RestClient client = Clients.rest(server.port())) {
      return client.performRequest(new Request("GET", "/orders/_search")).getHeader("Content-Type");
    }
  }
}

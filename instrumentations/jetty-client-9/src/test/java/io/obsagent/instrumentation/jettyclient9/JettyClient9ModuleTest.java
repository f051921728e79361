// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jettyclient9;

import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.ModuleKit;
import java.util.Set;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.api.ContentResponse;

class JettyClient9ModuleTest extends ModuleKit {
  JettyClient9ModuleTest() {
    super(new JettyClient9Module());
  }

  /** The version that the module is compiled against, the oldest, tells of content otherwise. */
  @Override
  protected Set<String> adviceOfOtherVersions() {
    return System.getProperty("library.version") == null
        ? Set.of("ResponseAdvices.NotifyContent")
        : Set.of();
  }

  @Override
  protected String use() throws Exception {
    HttpClient client = new HttpClient();
    client.start();
    try (HttpTarget target = new HttpTarget()) {
      ContentResponse response = client.GET(target.uri("/status/203"));
      return response.getStatus() + response.getContentAsString();
    } finally {
      client.stop();
    }
  }
}

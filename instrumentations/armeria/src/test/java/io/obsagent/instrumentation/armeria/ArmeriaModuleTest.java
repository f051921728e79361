// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.armeria;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpResponse;
import io.obsagent.testing.ModuleKit;
import java.util.Map;

class ArmeriaModuleTest extends ModuleKit {
  ArmeriaModuleTest() {
    super(new ArmeriaModule());
  }

  @Override
  protected String use() throws Exception {
    try (ServiceServer server =
        ServiceServer.of(
            Map.of("/hello", call -> call.answer(200, "hello")),
            builder ->
                builder.service(
                    "/broken",
                    (context, request) ->
                        HttpResponse.ofFailure(new IllegalStateException("broken"))))) {
      String base = ":" + server.port();
      WebClient client = WebClient.of();
      return client.get("h1c://localhost" + base + "/hello").aggregate().join().contentUtf8()
          + client.get("h2c://localhost" + base + "/hello").aggregate().join().contentUtf8()
          + client.get("h2c://localhost" + base + "/broken").aggregate().join().status();
    }
  }
}

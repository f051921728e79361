// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs;

import io.obsagent.logs.store.LogQuery;
import io.obsagent.logs.store.LogStore.Found;
import io.obsagent.logs.store.RecordJson;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.http.Routes;
import java.util.List;

/** What is asked about the log. */
final class LogRoutes {
  static final String LOGS = "/monitoring/logs";

  private final LogHub hub;

  LogRoutes(LogHub hub) {
    this.hub = hub;
  }

  void add(Routes routes) {
    routes.add("GET", LOGS, Access.READ, this::search);
    routes.add("GET", LOGS + "/stream", Access.READ, this::stream);
  }

  private Response search(Request request) {
    LogQuery query = LogParameters.query(request);
    LogEngine engine = hub.engine();
    Found found = engine == null ? new Found(List.of(), 0) : engine.store().search(query);
    return Response.json(
        200,
        out -> {
          out.object().name("records").array();
          for (FinishedLog log : found.records()) {
            RecordJson.write(out, log);
          }
          out.end().field("omitted", found.omitted()).end();
        });
  }

  private Response stream(Request request) {
    return hub.streams().open(LogParameters.query(request)).response();
  }
}

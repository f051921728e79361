// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs;

import io.obsagent.logs.patterns.Patterns;
import io.obsagent.logs.store.LogQuery;
import io.obsagent.logs.store.LogStore.Found;
import io.obsagent.logs.store.RecordJson;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.http.Routes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What is asked about the log. */
final class LogRoutes {
  static final String LOGS = "/monitoring/logs";

  private static final Duration STEP = Duration.ofMinutes(5);
  private static final Duration LONGEST_RANGE = Duration.ofHours(24);

  private final LogHub hub;

  LogRoutes(LogHub hub) {
    this.hub = hub;
  }

  void add(Routes routes) {
    routes.add("GET", LOGS, Access.READ, this::search);
    routes.add("GET", LOGS + "/patterns", Access.READ, this::patterns);
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

  private Response patterns(Request request) {
    String text = LogParameters.text(request, "range");
    Duration range = LogParameters.duration(text.isEmpty() ? "1h" : text, "range");
    if (range.compareTo(LONGEST_RANGE) > 0) {
      throw LogParameters.invalid("range", "at most 24h: patterns are counted for a day");
    }
    LogEngine engine = hub.engine();
    long now = System.currentTimeMillis();
    int steps = (int) Math.max(1, range.dividedBy(STEP));
    List<Patterns.View> views = engine == null ? List.of() : engine.patterns().within(now, steps);
    return Response.json(
        200,
        out -> {
          out.object().name("patterns").array();
          views.forEach(view -> write(out, view));
          out.end().field("step_ms", STEP.toMillis()).end();
        });
  }

  private static void write(JsonWriter out, Patterns.View view) {
    out.object().field("id", view.id()).field("template", view.template());
    out.field("severity", view.severity()).field("logger", view.example().logger());
    out.field("count", view.count());
    out.field("first_seen", Instant.ofEpochMilli(view.firstMillis()).toString());
    out.field("last_seen", Instant.ofEpochMilli(view.lastMillis()).toString());
    out.name("trend").array();
    for (int count : view.trend()) {
      out.value(count);
    }
    out.end().name("example");
    RecordJson.write(out, view.example());
    out.field("trace_id", RecordJson.traceId(view.example())).end();
  }

  private Response stream(Request request) {
    return hub.streams().open(LogParameters.query(request)).response();
  }
}

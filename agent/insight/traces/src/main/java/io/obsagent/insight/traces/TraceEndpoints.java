// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.insight.Insight;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.api.Params;
import io.obsagent.insight.query.Increase;
import io.obsagent.spi.export.SpanCopy;
import io.obsagent.spi.http.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Searches the store and explains traces. Thread-safe. */
final class TraceEndpoints {
  private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{1,32}");
  private static final int HALF = 16;
  private static final int HEX = 16;

  private static final String PAGE = ".html";
  private static final long SHORTEST = Duration.ofMinutes(1).toMillis();
  private static final long LONGEST = Duration.ofDays(30).toMillis();
  private static final long USUAL = Duration.ofHours(1).toMillis();
  private static final long NANOS_OF_MILLI = 1_000_000;
  private static final int MOST_CHARS = 1_024;

  /** That are looked into for what they are made of; the latest. */
  private static final int MOST_TRACES = 2_000;

  private final Supplier<TraceSearch> search;
  private final Supplier<@Nullable Insight> insight;
  private final String service;

  /**
   * @param search what there is now
   * @param insight null if it did not start
   * @param service the service's name of this process
   */
  TraceEndpoints(
      Supplier<TraceSearch> search, Supplier<@Nullable Insight> insight, String service) {
    this.search = search;
    this.insight = insight;
    this.service = service;
  }

  void add(Endpoints endpoints) {
    endpoints.get(TracesFeature.PATH, this::search);
    endpoints.get(TracesFeature.PATH + "/operations", this::operations);
    endpoints.get(TracesFeature.PATH + "/{id}", this::trace);
    endpoints.get(TracesFeature.PATH + "/{id}/jaeger", this::jaeger);
    endpoints.get(TracesFeature.PATH + "/{id}/compare/{other}", this::compare);
    endpoints.get(TracesFeature.MAP, this::map);
    endpoints.get(TracesFeature.BREAKDOWN, this::breakdown);
  }

  private Response search(Params params) {
    TraceQuery query = TraceQuery.of(params, System.currentTimeMillis());
    TraceSearch known = search.get();
    TraceSearch.Hits hits = known.find(query, service);
    return Response.json(
        200,
        out -> {
          out.object().name("traces").array();
          for (StoredTrace trace : hits.traces()) {
            List<SpanCopy> spans = known.spans(trace);
            if (!spans.isEmpty()) {
              TraceTree tree = new TraceTree(spans);
              TraceJson.summary(out, trace, Summary.of(tree.root().span, service), tree);
            }
          }
          out.end().field("omitted", hits.omitted()).field("incomplete", hits.incomplete()).end();
        });
  }

  private Response operations(Params params) {
    long to = System.currentTimeMillis();
    TraceQuery asked = TraceQuery.of(params, to);
    long range = range(params);
    TraceQuery query =
        new TraceQuery(
            asked.route(),
            0,
            "",
            List.of(),
            (to - range) * NANOS_OF_MILLI,
            Long.MAX_VALUE,
            MOST_TRACES);
    TraceSearch known = search.get();
    Map<String, Double> seen = new HashMap<>();
    Insight started = insight.get();
    if (started != null) {
      Increase increase = new Increase();
      increase.read(started.store(), TraceMetrics.COUNT.name(), to - range, to);
      increase.forEach((labels, grown) -> seen.merge(labels.get("route"), grown, Double::sum));
    }
    return Response.json(
        200, new Operations(known, known.find(query, service).traces(), seen)::write);
  }

  /** The trace that the path names, and its spans. */
  private record Found(StoredTrace trace, TraceTree tree) {}

  private Found find(String id) {
    if (!ID.matcher(id).matches()) {
      throw ApiException.badData("a trace id is up to 32 hexadecimal digits");
    }
    String full = "0".repeat(2 * HALF - id.length()) + id.toLowerCase(Locale.ROOT);
    TraceSearch known = search.get();
    StoredTrace trace =
        known.find(
            Long.parseUnsignedLong(full, 0, HALF, HEX),
            Long.parseUnsignedLong(full, HALF, 2 * HALF, HEX));
    List<SpanCopy> spans = trace == null ? List.of() : known.spans(trace);
    if (trace == null || spans.isEmpty()) {
      throw new ApiException(
          404,
          "not_found",
          "no trace "
              + full
              + " is kept: it was neither failed, nor slow, nor drawn, or older ones"
              + " had to go (traces.store.memory-mb, traces.store.disk-mb)");
    }
    return new Found(trace, new TraceTree(spans));
  }

  private Response trace(Params params) {
    String id = params.path("id");
    if (id.endsWith(PAGE)) {
      return page(find(id.substring(0, id.length() - PAGE.length())));
    }
    Found found = find(id);
    return Response.json(200, out -> TraceJson.trace(out, found.trace(), found.tree(), service));
  }

  /** To be kept as a file: the port's own pages may have no styles in them. */
  private Response page(Found found) {
    byte[] page =
        TracePage.of(found.trace(), found.tree(), service).getBytes(StandardCharsets.UTF_8);
    String name = "trace-" + TraceJson.id(found.trace()) + PAGE;
    return Response.bytes(200, "text/html; charset=utf-8", page)
        .with("Content-Disposition", "attachment; filename=\"" + name + '"');
  }

  private Response jaeger(Params params) {
    Found found = find(params.path("id"));
    return Response.json(
        200, out -> JaegerJson.write(out, TraceJson.id(found.trace()), found.tree(), service));
  }

  private Response compare(Params params) {
    List<Found> both = List.of(find(params.path("id")), find(params.path("other")));
    return Response.json(
        200,
        out -> {
          out.object().name("traces").array();
          for (Found found : both) {
            Summary summary = Summary.of(found.tree().root().span, service);
            TraceJson.summary(out, found.trace(), summary, found.tree());
          }
          out.end();
          new Comparison(both.get(0).tree(), both.get(1).tree()).write(out);
          out.end();
        });
  }

  private Response map(Params params) {
    Insight known = known();
    long to = known.cycle().now().toEpochMilli();
    DependencyMap map = DependencyMap.of(known.store(), service, to - range(params), to);
    return Response.json(200, map::write);
  }

  private Response breakdown(Params params) {
    Insight known = known();
    long to = known.cycle().now().toEpochMilli();
    String route = params.text("route");
    if (route.length() > MOST_CHARS) {
      throw ApiException.badData(
          "invalid parameter \"route\": longer than " + MOST_CHARS + " characters");
    }
    long range = range(params);
    return Response.json(200, new RouteBreakdown(known.store(), route, to - range, to)::write);
  }

  private Insight known() {
    Insight known = insight.get();
    if (known == null) {
      throw new ApiException(503, "unavailable", "not started; the agent's log says why");
    }
    return known;
  }

  private static long range(Params params) {
    if (params.text("range").isEmpty()) {
      return USUAL;
    }
    long range = params.duration("range");
    if (range < SHORTEST || range > LONGEST) {
      throw ApiException.badData(
          "invalid parameter \"range\": expected a time from 1m to 30d, as 30m, 1h or 1d");
    }
    return range;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.api.Params;
import io.obsagent.spi.export.SpanCopy;
import io.obsagent.spi.http.Response;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Searches the store and explains traces. Thread-safe. */
final class TraceEndpoints {
  private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{1,32}");
  private static final int HALF = 16;
  private static final int HEX = 16;

  private final Supplier<@Nullable TraceStore> store;
  private final String service;

  /**
   * @param store null before the first span
   * @param service the service's name of this process
   */
  TraceEndpoints(Supplier<@Nullable TraceStore> store, String service) {
    this.store = store;
    this.service = service;
  }

  void add(Endpoints endpoints) {
    endpoints.get(TracesFeature.PATH, this::search);
    endpoints.get(TracesFeature.PATH + "/{id}", this::trace);
  }

  private Response search(Params params) {
    TraceQuery query = TraceQuery.of(params, System.currentTimeMillis());
    TraceStore known = store.get();
    List<StoredTrace> all = known == null ? List.of() : known.newestFirst();
    return Response.json(
        200,
        out -> {
          int found = 0;
          out.object().name("traces").array();
          for (StoredTrace trace : all) {
            if (known == null || !query.mayMatch(trace)) {
              continue;
            }
            List<SpanCopy> spans = known.spans(trace);
            TraceTree tree = new TraceTree(spans);
            Summary summary = Summary.of(tree.root().span, service);
            if (query.matches(trace, summary, spans) && found++ < query.limit()) {
              TraceJson.summary(out, trace, summary, tree);
            }
          }
          out.end().field("omitted", Math.max(0, found - query.limit())).end();
        });
  }

  /** The trace that the path names, and its spans. */
  private record Found(StoredTrace trace, TraceTree tree) {}

  private Found find(String id) {
    if (!ID.matcher(id).matches()) {
      throw ApiException.badData("a trace id is up to 32 hexadecimal digits");
    }
    String full = "0".repeat(2 * HALF - id.length()) + id.toLowerCase(Locale.ROOT);
    TraceStore known = store.get();
    StoredTrace trace =
        known == null
            ? null
            : known.find(
                Long.parseUnsignedLong(full, 0, HALF, HEX),
                Long.parseUnsignedLong(full, HALF, 2 * HALF, HEX));
    if (known == null || trace == null) {
      throw new ApiException(
          404,
          "not_found",
          "no trace "
              + full
              + " is kept: it was neither failed, nor slow, nor drawn, or older ones"
              + " had to go (traces.store.memory-mb)");
    }
    return new Found(trace, new TraceTree(known.spans(trace)));
  }

  private Response trace(Params params) {
    Found found = find(params.path("id"));
    return Response.json(200, out -> TraceJson.trace(out, found.trace(), found.tree(), service));
  }
}

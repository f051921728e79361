// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.query;

import io.obsagent.insight.Insight;
import io.obsagent.insight.api.Answers;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.api.Params;
import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.http.Response;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Which series there are, by which labels. */
final class SeriesEndpoints {
  private final Supplier<Insight> insight;

  SeriesEndpoints(Supplier<Insight> insight) {
    this.insight = insight;
  }

  void routes(Endpoints endpoints) {
    endpoints.query("/api/v1/series", this::series);
    endpoints.query("/api/v1/labels", this::labels);
    endpoints.get("/api/v1/label/{name}/values", this::labelValues);
  }

  private Response series(Params params) {
    if (params.all("match[]").isEmpty()) {
      throw ApiException.badData("no match[] parameter provided");
    }
    Set<Labels> found = matching(params, params.limit());
    return limited(found, params.limit(), (out, labels) -> ResultJson.labels(out, labels));
  }

  /** All that match, up to one more than the limit. */
  private Set<Labels> matching(Params params, int limit) {
    SeriesStore store = insight.get().store();
    long from = params.time("start", Long.MIN_VALUE);
    long to = params.time("end", Long.MAX_VALUE);
    Set<Labels> found = new TreeSet<>();
    for (List<LabelMatcher> matchers : params.selectors()) {
      for (Labels labels : store.series(matchers, from, to)) {
        if (found.size() <= limit) {
          found.add(labels);
        }
      }
    }
    return found;
  }

  private Response labels(Params params) {
    if (params.all("match[]").isEmpty()) {
      return strings(insight.get().store().labelNames(), params.limit());
    }
    Set<String> names = new TreeSet<>();
    for (Labels labels : matching(params, Integer.MAX_VALUE)) {
      for (int i = 0; i < labels.size(); i++) {
        names.add(labels.name(i));
      }
    }
    return strings(names, params.limit());
  }

  private Response labelValues(Params params) {
    String name = params.path("name");
    if (params.all("match[]").isEmpty()) {
      return strings(insight.get().store().labelValues(name), params.limit());
    }
    Set<String> values = new TreeSet<>();
    for (Labels labels : matching(params, Integer.MAX_VALUE)) {
      if (!labels.get(name).isEmpty()) {
        values.add(labels.get(name));
      }
    }
    return strings(values, params.limit());
  }

  private static Response strings(Collection<String> values, int limit) {
    return limited(values, limit, JsonWriter::value);
  }

  private static <T> Response limited(
      Collection<T> all, int limit, BiConsumer<JsonWriter, T> writer) {
    return Answers.success(
        out -> {
          out.array();
          all.stream().limit(limit).forEach(one -> writer.accept(out, one));
          out.end();
        },
        all.size() > limit ? List.of(Answers.TRUNCATED) : List.of(),
        List.of());
  }
}

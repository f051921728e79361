// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.api;

import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.http.Response;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The shapes of Prometheus' answers. */
public final class Answers {
  /** The warning of an answer that {@code limit} has cut. */
  public static final String TRUNCATED = "results truncated due to limit";

  private Answers() {}

  /** {@code {"status":"success","data":…}}. */
  public static Response success(Consumer<JsonWriter> data) {
    return success(data, List.of(), List.of());
  }

  public static Response success(
      Consumer<JsonWriter> data, List<String> warnings, List<String> infos) {
    return Response.json(
        200,
        out -> {
          out.object().field("status", "success").name("data");
          data.accept(out);
          if (!warnings.isEmpty()) {
            strings(out.name("warnings"), warnings);
          }
          if (!infos.isEmpty()) {
            strings(out.name("infos"), infos);
          }
          out.end();
        });
  }

  static Response error(int status, String type, String message) {
    return Response.json(
        status,
        out ->
            out.object()
                .field("status", "error")
                .field("errorType", type)
                .field("error", message)
                .end());
  }

  public static void strings(JsonWriter out, Collection<String> values) {
    out.array();
    values.forEach(out::value);
    out.end();
  }

  public static void map(JsonWriter out, Map<String, String> map) {
    out.object();
    map.forEach(out::field);
    out.end();
  }
}

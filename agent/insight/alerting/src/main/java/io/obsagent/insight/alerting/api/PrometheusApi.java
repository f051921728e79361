// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.obsagent.insight.alerting.rules.Alerting;
import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.EvaluationException;
import io.obsagent.insight.promql.Expr;
import io.obsagent.insight.promql.PromqlException;
import io.obsagent.insight.promql.QueryResult;
import io.obsagent.insight.series.SampleLimitException;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.insight.series.Target;
import io.obsagent.spi.metrics.MetricFamily;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Prometheus' <a href="https://prometheus.io/docs/prometheus/latest/querying/api/">HTTP API</a>, as
 * far as Grafana and rules' users need it. Thread-safe; never throws.
 */
public final class PrometheusApi {
  private static final String ROOT = "/api/v1/";
  private static final int MAX_POINTS = 11_000;

  private final Alerting alerting;
  private final String version;
  private final StateJson states;

  /**
   * @param version the agent's own
   */
  public PrometheusApi(Alerting alerting, String version) {
    this.alerting = alerting;
    this.version = version;
    states = new StateJson(alerting);
  }

  /** Whether a path is one of this API's. */
  public static boolean serves(String path) {
    return path.startsWith(ROOT);
  }

  /**
   * @param params of the address and, for a POST, of the form
   */
  public Response handle(String method, String path, Map<String, List<String>> params) {
    try {
      if (!method.equals("GET") && !method.equals("POST")) {
        throw new ApiException(405, "bad_data", "use GET or POST");
      }
      return data(path.startsWith(ROOT) ? path.substring(ROOT.length()) : "", new Params(params));
    } catch (ApiException e) {
      return error(e.status, e.type, String.valueOf(e.getMessage()));
    } catch (EvaluationException e) {
      boolean timeout = e.kind() == EvaluationException.Kind.TIMEOUT;
      return error(timeout ? 503 : 422, timeout ? "timeout" : "execution", e.getMessage());
    } catch (PromqlException | SampleLimitException e) {
      return error(422, "execution", String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return error(500, "internal", "the query failed: " + e);
    }
  }

  static Response error(int status, String type, String message) {
    return Response.json(
        status,
        Json.bytes(
            out -> {
              out.writeStartObject();
              out.writeStringField("status", "error");
              out.writeStringField("errorType", type);
              out.writeStringField("error", message);
              out.writeEndObject();
            }));
  }

  private Response data(String path, Params params) {
    return switch (path) {
      case "query" -> query(params);
      case "query_range" -> range(params);
      case "series" -> series(params);
      case "labels" -> labels(params);
      case "metadata" -> metadata(params);
      case "rules" -> success(out -> states.rules(out, params.text("type")));
      case "alerts" -> success(states::alerts);
      case "targets" -> success(this::targets);
      case "status/buildinfo" -> success(this::buildInfo);
      case "format_query" -> {
        String text = params.expression("query").toString();
        yield success(out -> out.writeString(text));
      }
      default -> labelValues(path, params);
    };
  }

  private Response query(Params params) {
    Expr expr = params.expression("query");
    QueryResult result = alerting.query(expr, params.time("time", alerting.now().toEpochMilli()));
    int limit = params.limit();
    return success(out -> ResultJson.write(out, result, limit), result.warnings(), result.infos());
  }

  private Response range(Params params) {
    long start = params.time("start", Long.MIN_VALUE);
    long end = params.time("end", Long.MIN_VALUE);
    if (start == Long.MIN_VALUE || end == Long.MIN_VALUE) {
      String missing = start == Long.MIN_VALUE ? "start" : "end";
      throw ApiException.badData(
          "invalid parameter \"" + missing + "\": cannot parse \"\" to a valid timestamp");
    }
    if (end < start) {
      throw ApiException.badData(
          "invalid parameter \"end\": end timestamp must not be before start time");
    }
    long step = params.duration("step");
    if (step <= 0) {
      throw ApiException.badData(
          "invalid parameter \"step\": zero or negative query resolution step widths are not"
              + " accepted. Try a positive integer");
    }
    if ((end - start) / step > MAX_POINTS) {
      throw ApiException.badData(
          "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query"
              + " resolution (?step=XX)");
    }
    QueryResult.Matrix result = alerting.queryRange(params.expression("query"), start, end, step);
    int limit = params.limit();
    return success(out -> ResultJson.write(out, result, limit), result.warnings(), result.infos());
  }

  private Response series(Params params) {
    if (params.all("match[]").isEmpty()) {
      throw ApiException.badData("no match[] parameter provided");
    }
    Set<Labels> found = matching(params);
    return success(
        out -> {
          out.writeStartArray();
          for (Labels labels : found) {
            out.writeStartObject();
            ResultJson.labels(out, labels);
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }

  private Set<Labels> matching(Params params) {
    SeriesStore store = alerting.store();
    long from = params.time("start", Long.MIN_VALUE);
    long to = params.time("end", Long.MAX_VALUE);
    int limit = params.limit();
    Set<Labels> found = new TreeSet<>();
    for (List<LabelMatcher> matchers : params.selectors()) {
      for (Labels labels : store.series(matchers, from, to)) {
        if (found.size() < limit) {
          found.add(labels);
        }
      }
    }
    return found;
  }

  private Response labels(Params params) {
    if (params.all("match[]").isEmpty()) {
      return strings(alerting.store().labelNames(), params.limit());
    }
    Set<String> names = new TreeSet<>();
    for (Labels labels : matching(params)) {
      for (int i = 0; i < labels.size(); i++) {
        names.add(labels.name(i));
      }
    }
    return strings(names, params.limit());
  }

  private Response labelValues(String path, Params params) {
    if (!path.startsWith("label/") || !path.endsWith("/values") || path.length() < 14) {
      throw new ApiException(404, "not_found", "no such endpoint: " + ROOT + path);
    }
    String name = path.substring("label/".length(), path.length() - "/values".length());
    if (params.all("match[]").isEmpty()) {
      return strings(alerting.store().labelValues(name), params.limit());
    }
    Set<String> values = new TreeSet<>();
    for (Labels labels : matching(params)) {
      if (!labels.get(name).isEmpty()) {
        values.add(labels.get(name));
      }
    }
    return strings(values, params.limit());
  }

  private Response strings(Collection<String> values, int limit) {
    return success(
        out -> {
          out.writeStartArray();
          int left = limit;
          for (String value : values) {
            if (left-- > 0) {
              out.writeString(value);
            }
          }
          out.writeEndArray();
        });
  }

  private Response metadata(Params params) {
    String metric = params.text("metric");
    int limit = params.limit();
    Map<String, MetricFamily> families = new TreeMap<>(alerting.metadata());
    return success(
        out -> {
          out.writeStartObject();
          int left = limit;
          for (MetricFamily family : families.values()) {
            if ((metric.isEmpty() || metric.equals(family.name())) && left-- > 0) {
              out.writeArrayFieldStart(family.name());
              out.writeStartObject();
              out.writeStringField("type", family.type().name().toLowerCase(Locale.ROOT));
              out.writeStringField("help", family.help());
              out.writeStringField("unit", family.unit());
              out.writeEndObject();
              out.writeEndArray();
            }
          }
          out.writeEndObject();
        });
  }

  private void targets(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("activeTargets");
    for (Target target : alerting.targets()) {
      Map<String, String> labels = Map.of("job", target.job(), "instance", target.instance());
      out.writeStartObject();
      Json.map(out, "discoveredLabels", labels);
      Json.map(out, "labels", new TreeMap<>(labels));
      out.writeStringField("scrapePool", target.job());
      out.writeStringField("scrapeUrl", "");
      out.writeStringField("globalUrl", "");
      out.writeStringField("lastError", target.up() ? "" : "down");
      out.writeStringField("lastScrape", alerting.lastCycle().toString());
      out.writeNumberField("lastScrapeDuration", alerting.lastCycleTime().toNanos() / 1e9);
      out.writeStringField("health", target.up() ? "up" : "down");
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("droppedTargets");
    out.writeEndArray();
    out.writeEndObject();
  }

  private void buildInfo(JsonGenerator out) throws IOException {
    out.writeStartObject();
    // Grafana reads from this which functions it may offer.
    out.writeStringField("version", "3.0.0");
    out.writeStringField("revision", version);
    out.writeStringField("branch", "obs-agent");
    out.writeStringField("buildUser", "");
    out.writeStringField("buildDate", "");
    out.writeStringField("goVersion", "");
    out.writeEndObject();
  }

  static Response success(Json.Body data) {
    return success(data, List.of(), List.of());
  }

  private static Response success(Json.Body data, List<String> warnings, List<String> infos) {
    return Response.json(
        200,
        Json.bytes(
            out -> {
              out.writeStartObject();
              out.writeStringField("status", "success");
              out.writeFieldName("data");
              data.write(out);
              strings(out, "warnings", warnings);
              strings(out, "infos", infos);
              out.writeEndObject();
            }));
  }

  private static void strings(JsonGenerator out, String field, List<String> values)
      throws IOException {
    if (!values.isEmpty()) {
      out.writeArrayFieldStart(field);
      for (String value : values) {
        out.writeString(value);
      }
      out.writeEndArray();
    }
  }
}

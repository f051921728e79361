// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.api;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alerting.rules.Alerting;
import io.obsagent.insight.alerting.rules.RuleStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The agent's own alert endpoints:
 *
 * <pre>
 * GET  /monitoring/alerts                          pending and firing alerts
 * GET  /monitoring/alerts/rules                    every rule and how it is
 * POST /monitoring/alerts/rules                    adds rules; the body is YAML or JSON
 * POST /monitoring/alerts/rules/{name}/enable      also disable, test
 * GET  /monitoring/alerts/prometheus-rules         all rules as a Prometheus rule file
 * POST /monitoring/alerts/{fingerprint}/acknowledge    by, comment
 * POST /monitoring/alerts/silence                  matchers, duration or start and end, by, comment
 * </pre>
 *
 * Thread-safe; never throws. Who may call a POST is for the server to decide.
 */
public final class AlertsApi {
  private static final String ROOT = "/monitoring/alerts";
  private static final int MAX_BODY = 1 << 20;

  private final Alerting alerting;
  private final AlertResponder responder;
  private final StateJson states;

  public AlertsApi(Alerting alerting, AlertResponder responder) {
    this.alerting = alerting;
    this.responder = responder;
    states = new StateJson(alerting);
  }

  /** Whether a path is one of this API's. */
  public static boolean serves(String path) {
    return path.equals(ROOT) || path.startsWith(ROOT + "/");
  }

  /**
   * @param path decoded, without the query
   * @param params of the address and of a form
   * @param body of a POST that is no form, else empty
   */
  public Response handle(
      String method, String path, Map<String, List<String>> params, String body) {
    try {
      String rest = serves(path) ? path.substring(ROOT.length()) : "?";
      return switch (method) {
        case "GET" -> get(rest);
        case "POST" -> post(rest, new Params(params), body);
        default -> throw new ApiException(405, "bad_data", "use GET or POST");
      };
    } catch (ApiException e) {
      return PrometheusApi.error(e.status, e.type, String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      return PrometheusApi.error(400, "bad_data", String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return PrometheusApi.error(500, "internal", "the request failed: " + e);
    }
  }

  private Response get(String path) {
    return switch (path) {
      case "", "/" -> PrometheusApi.success(states::alerts);
      case "/rules" ->
          PrometheusApi.success(
              out -> {
                out.writeStartArray();
                for (RuleStatus rule : alerting.rules()) {
                  states.rule(out, rule);
                }
                out.writeEndArray();
              });
      case "/prometheus-rules" -> Response.yaml(alerting.export());
      default -> throw notFound(path);
    };
  }

  private Response post(String path, Params params, String body) {
    if (path.equals("/rules")) {
      return add(body);
    }
    if (path.equals("/silence")) {
      return silence(params);
    }
    int slash = path.lastIndexOf('/');
    String action = path.substring(slash + 1);
    if (action.equals("acknowledge") && slash > 1) {
      return acknowledge(path.substring(1, slash), params);
    }
    if (!path.startsWith("/rules/") || slash <= "/rules/".length()) {
      throw notFound(path);
    }
    String name = path.substring("/rules/".length(), slash);
    return switch (action) {
      case "enable", "disable" -> {
        if (!alerting.enable(name, action.equals("enable"))) {
          throw noRule(name);
        }
        yield done("rule", name, "state", action + "d");
      }
      case "test" -> test(name);
      default -> throw notFound(path);
    };
  }

  private Response add(String body) {
    if (body.length() > MAX_BODY) {
      throw new ApiException(413, "bad_data", "longer than " + MAX_BODY + " characters");
    }
    List<String> errors = alerting.addRules(body);
    if (!errors.isEmpty()) {
      throw ApiException.badData(String.join("\n", errors));
    }
    return done("rules", "added", "state", "enabled");
  }

  private Response test(String name) {
    List<Alert> sent = alerting.test(name);
    if (sent.isEmpty()) {
      throw noRule(name);
    }
    return PrometheusApi.success(
        out -> {
          out.writeStartObject();
          Json.map(out, "labels", sent.get(0).labels().toMap());
          Json.map(out, "annotations", sent.get(0).annotations());
          out.writeEndObject();
        });
  }

  private Response acknowledge(String fingerprint, Params params) {
    if (!responder.acknowledge(fingerprint, params.text("by"), params.text("comment"))) {
      throw new ApiException(
          404, "not_found", "no alert with fingerprint '" + fingerprint + "' fires");
    }
    return done("fingerprint", fingerprint, "state", "acknowledged");
  }

  private Response silence(Params params) {
    long now = alerting.now().toEpochMilli();
    long start = params.time("start", now);
    long end =
        params.text("duration").isEmpty()
            ? params.time("end", start)
            : start + params.duration("duration");
    String id =
        responder.silence(
            params.text("matchers"),
            Instant.ofEpochMilli(start),
            Instant.ofEpochMilli(end),
            params.text("by"),
            params.text("comment"));
    return done("id", id, "state", "active");
  }

  private static Response done(String key, String value, String secondKey, String secondValue) {
    return PrometheusApi.success(
        out -> {
          out.writeStartObject();
          out.writeStringField(key, value);
          out.writeStringField(secondKey, secondValue);
          out.writeEndObject();
        });
  }

  private static ApiException noRule(String name) {
    return new ApiException(404, "not_found", "no rule '" + name + "'; see " + ROOT + "/rules");
  }

  private static ApiException notFound(String path) {
    return new ApiException(404, "not_found", "no such endpoint: " + ROOT + path);
  }
}

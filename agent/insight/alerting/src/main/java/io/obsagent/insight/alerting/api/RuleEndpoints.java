// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.api;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alerting.rules.Rules;
import io.obsagent.insight.api.Answers;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.api.Params;
import io.obsagent.spi.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/**
 * Rules as Prometheus tells them, and the agent's own endpoints for them:
 *
 * <pre>
 * GET  /api/v1/rules, /api/v1/alerts
 * GET  /monitoring/alerts/rules                    every rule and how it is
 * POST /monitoring/alerts/rules                    adds rules; the body is YAML or JSON
 * POST /monitoring/alerts/rules/{name}/enable      also disable, test
 * GET  /monitoring/alerts/prometheus-rules         all rules as a Prometheus rule file
 * </pre>
 */
public final class RuleEndpoints {
  private static final String ROOT = "/monitoring/alerts";
  private static final int MAX_BODY = 1 << 20;

  private final Supplier<Rules> rules;

  /**
   * @param rules there once alerting has started
   */
  public RuleEndpoints(Supplier<Rules> rules) {
    this.rules = rules;
  }

  public void routes(Endpoints endpoints) {
    endpoints.get("/api/v1/rules", this::rules);
    endpoints.get(
        "/api/v1/alerts", params -> Answers.success(out -> StateJson.alerts(out, rules.get())));
    endpoints.get(ROOT + "/rules", params -> list());
    endpoints.get(ROOT + "/prometheus-rules", params -> export());
    endpoints.post(ROOT + "/rules", this::add);
    endpoints.post(ROOT + "/rules/{name}/enable", params -> enable(params, true));
    endpoints.post(ROOT + "/rules/{name}/disable", params -> enable(params, false));
    endpoints.post(ROOT + "/rules/{name}/test", this::test);
  }

  private Response rules(Params params) {
    RulesQuery query = RulesQuery.of(params);
    return Answers.success(out -> StateJson.rules(out, rules.get(), query));
  }

  private Response list() {
    return Answers.success(
        out -> {
          out.array();
          rules.get().statuses().forEach(rule -> StateJson.rule(out, rule, true));
          out.end();
        });
  }

  private Response export() {
    return yaml(rules.get().export());
  }

  static Response yaml(String text) {
    return Response.bytes(200, "application/yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  private Response add(Params params) {
    String body = params.body();
    if (body.length() > MAX_BODY) {
      throw new ApiException(413, "bad_data", "longer than " + MAX_BODY + " characters");
    }
    List<String> errors = rules.get().add(body);
    if (!errors.isEmpty()) {
      throw ApiException.badData(String.join("\n", errors));
    }
    return done("rules", "added", "state", "enabled");
  }

  private Response enable(Params params, boolean on) {
    String name = params.path("name");
    if (!rules.get().enable(name, on)) {
      throw noRule(name);
    }
    return done("rule", name, "state", on ? "enabled" : "disabled");
  }

  private Response test(Params params) {
    String name = params.path("name");
    List<Alert> sent = rules.get().test(name);
    if (sent.isEmpty()) {
      throw noRule(name);
    }
    return Answers.success(
        out -> {
          Answers.map(out.object().name("labels"), sent.get(0).labels().toMap());
          Answers.map(out.name("annotations"), sent.get(0).annotations());
          out.end();
        });
  }

  static Response done(String key, String value, String secondKey, String secondValue) {
    return Answers.success(
        out -> out.object().field(key, value).field(secondKey, secondValue).end());
  }

  private static ApiException noRule(String name) {
    return new ApiException(404, "not_found", "no rule '" + name + "'; see " + ROOT + "/rules");
  }
}

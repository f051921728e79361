// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.api;

import io.obsagent.insight.alerting.rules.ActiveAlert;
import io.obsagent.insight.alerting.rules.RuleDefinition;
import io.obsagent.insight.alerting.rules.RuleStatus;
import io.obsagent.insight.alerting.rules.Rules;
import io.obsagent.insight.alerting.rules.RunbookUrl;
import io.obsagent.insight.api.Answers;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.api.GoFloat;
import io.obsagent.insight.api.Params;
import io.obsagent.insight.promql.BinaryOp;
import io.obsagent.insight.promql.Expr;
import io.obsagent.insight.promql.PromDuration;
import io.obsagent.insight.promql.PromqlException;
import io.obsagent.insight.promql.QueryResult;
import io.obsagent.spi.http.Html;
import io.obsagent.spi.http.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What to do about an alert, with what its query says now:
 *
 * <pre>
 * GET /monitoring/runbooks             all alerts that there are rules for
 * GET /monitoring/runbooks/{alert}     one, as a page for people and as JSON for programs
 * </pre>
 */
public final class RunbookEndpoints {
  private static final int MAX_VALUES = 50;

  private final Supplier<Rules> rules;

  /**
   * @param rules there once alerting has started
   */
  public RunbookEndpoints(Supplier<Rules> rules) {
    this.rules = rules;
  }

  public void routes(Endpoints endpoints) {
    endpoints.get(RunbookUrl.PATH, this::list);
    endpoints.get(RunbookUrl.PATH + "/{alert}", this::one);
  }

  private List<RuleStatus> alerts() {
    return rules.get().statuses().stream()
        .filter(status -> status.rule() instanceof RuleDefinition.Alerting)
        .toList();
  }

  private Response list(Params params) {
    List<RuleStatus> alerts = alerts();
    if (!params.wantsPage()) {
      return Response.json(
          200,
          out -> {
            out.object().name("runbooks").array();
            for (RuleStatus status : alerts) {
              out.object().field("alert", status.rule().name());
              out.field("state", status.state().text());
              out.field("href", RunbookUrl.PATH + "/" + status.rule().name()).end();
            }
            out.end().end();
          });
    }
    List<List<String>> rows = new ArrayList<>();
    for (RuleStatus status : alerts) {
      rows.add(
          List.of(
              status.rule().name(),
              status.state().text(),
              status.rule().labels().getOrDefault("severity", ""),
              RunbookUrl.PATH + "/" + status.rule().name()));
    }
    return new Html("Runbooks")
        .table("Alerts", List.of("Alert", "State", "Severity", "Runbook"), rows)
        .page();
  }

  private Response one(Params params) {
    String name = params.path("alert");
    List<RuleStatus> found =
        alerts().stream().filter(status -> status.rule().name().equals(name)).toList();
    if (found.isEmpty()) {
      throw new ApiException(
          404, "not_found", "no rule has an alert '" + name + "'; see " + RunbookUrl.PATH);
    }
    return params.wantsPage() ? page(name, found) : json(name, found);
  }

  private static String text(String name, RuleDefinition.Alerting rule) {
    String section = Runbooks.section(name);
    return section.isEmpty() ? rule.annotations().getOrDefault("description", "") : section;
  }

  private Response json(String name, List<RuleStatus> found) {
    return Response.json(
        200,
        out -> {
          out.object().field("alert", name);
          out.field("text", text(name, alerting(found.get(0)))).name("rules").array();
          for (RuleStatus status : found) {
            RuleDefinition.Alerting rule = alerting(status);
            Expr measured = measured(rule.expr());
            out.object().field("state", status.state().text()).field("query", rule.query());
            out.field("for", PromDuration.format(rule.hold()));
            Answers.map(out.name("labels"), rule.labels());
            out.field("measured", measured.toString()).name("values").array();
            for (QueryResult.Sample sample : values(measured)) {
              Answers.map(out.object().name("labels"), sample.labels().toMap());
              out.field("value", GoFloat.exponent(sample.value())).end();
            }
            out.end().name("alerts").array();
            for (ActiveAlert alert : status.alerts()) {
              StateJson.fields(out.object(), alert);
              out.end();
            }
            out.end().end();
          }
          out.end().end();
        });
  }

  private Response page(String name, List<RuleStatus> found) {
    Html html = new Html(name);
    text(name, alerting(found.get(0))).lines().forEach(html::paragraph);
    for (RuleStatus status : found) {
      RuleDefinition.Alerting rule = alerting(status);
      html.heading("Now: " + status.state().text());
      html.paragraph("Fires when this has held for " + PromDuration.format(rule.hold()) + ":");
      html.paragraph(rule.query());
      List<List<String>> rows = new ArrayList<>();
      for (ActiveAlert alert : status.alerts()) {
        rows.add(
            List.of(
                alert.labels().toString(),
                alert.state().text(),
                alert.activeAt().toString(),
                GoFloat.exponent(alert.value())));
      }
      html.table("Alerts", List.of("Labels", "State", "Since", "Value"), rows);
      Expr measured = measured(rule.expr());
      List<List<String>> values = new ArrayList<>();
      for (QueryResult.Sample sample : values(measured)) {
        values.add(List.of(sample.labels().toString(), GoFloat.exponent(sample.value())));
      }
      html.table("Values of " + measured, List.of("Labels", "Value"), values);
    }
    return html.page();
  }

  private static RuleDefinition.Alerting alerting(RuleStatus status) {
    return (RuleDefinition.Alerting) status.rule();
  }

  /** What a condition is about: the left side of its first comparison. */
  private static Expr measured(Expr condition) {
    Expr expr = condition;
    while (true) {
      if (expr instanceof Expr.ParenExpr paren) {
        expr = paren.inner();
      } else if (expr instanceof Expr.BinaryExpr binary
          && (binary.op().isComparison() || binary.op() == BinaryOp.AND)) {
        expr = binary.left();
      } else {
        return expr;
      }
    }
  }

  private List<QueryResult.Sample> values(Expr expr) {
    try {
      QueryResult result = rules.get().ask(expr);
      return result instanceof QueryResult.Vector vector
          ? vector.samples().stream().limit(MAX_VALUES).toList()
          : List.of();
    } catch (PromqlException e) {
      // An expression that cannot be evaluated is told with its rule; the runbook is still of use.
      return List.of();
    }
  }
}

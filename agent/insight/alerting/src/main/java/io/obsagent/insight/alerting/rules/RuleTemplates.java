// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.promql.Expr;
import io.obsagent.insight.promql.PromqlException;
import io.obsagent.insight.promql.PromqlParser;
import io.obsagent.insight.promql.QueryResult;
import io.obsagent.insight.template.QuerySample;
import io.obsagent.insight.template.Scope;
import io.obsagent.insight.template.Template;
import io.obsagent.insight.template.TemplateException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The templated texts of one alerting rule, parsed when the first alert needs them. */
final class RuleTemplates {
  private final RuleDefinition.Alerting rule;
  private final Map<String, String> externalLabels;
  private final String externalUrl;
  private @Nullable Map<String, Template> labels;
  private @Nullable Map<String, Template> annotations;

  RuleTemplates(
      RuleDefinition.Alerting rule, Map<String, String> externalLabels, String externalUrl) {
    this.rule = rule;
    this.externalLabels = externalLabels;
    this.externalUrl = externalUrl;
  }

  private static Map<String, Template> parse(Map<String, String> texts) {
    Map<String, Template> templates = new LinkedHashMap<>();
    for (Map.Entry<String, String> text : texts.entrySet()) {
      try {
        templates.put(text.getKey(), Template.parse(text.getKey(), text.getValue()));
      } catch (TemplateException e) {
        throw new IllegalArgumentException("the reader has checked this template", e);
      }
    }
    return templates;
  }

  /** The texts for one element of the result; a template that fails shows its error. */
  record Rendered(Map<String, String> labels, Map<String, String> annotations) {}

  Rendered render(Map<String, String> sample, double value, InstantQuery query, long time) {
    if (labels == null || annotations == null) {
      labels = parse(rule.labels());
      annotations = parse(rule.annotations());
    }
    return new Rendered(
        render(labels, sample, value, query, time),
        render(annotations, sample, value, query, time));
  }

  private Map<String, String> render(
      Map<String, Template> templates,
      Map<String, String> sample,
      double value,
      InstantQuery query,
      long time) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, Template> template : templates.entrySet()) {
      Scope scope =
          Scope.ofRule(sample, value, externalLabels, externalUrl)
              .now(Instant.ofEpochMilli(time))
              .query(expression -> query(query, expression, time));
      texts.put(template.getKey(), render(template.getValue(), scope));
    }
    return texts;
  }

  private static String render(Template template, Scope scope) {
    try {
      return template.render(scope);
    } catch (TemplateException e) {
      return "<error expanding template: " + e.getMessage() + ">";
    }
  }

  private static List<QuerySample> query(InstantQuery query, String expression, long time)
      throws TemplateException {
    try {
      Expr expr = PromqlParser.parse(expression);
      List<QuerySample> samples = new ArrayList<>();
      for (QueryResult.Sample sample : VectorOf.result(query.at(expr, time))) {
        samples.add(new QuerySample(sample.labels().toMap(), sample.value()));
      }
      return samples;
    } catch (PromqlException | RuleException e) {
      throw new TemplateException("query \"" + expression + "\": " + e.getMessage());
    }
  }
}

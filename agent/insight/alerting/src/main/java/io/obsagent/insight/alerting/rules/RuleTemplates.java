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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The templated texts of one alerting rule, parsed when the first alert needs them. */
final class RuleTemplates {
  private final RuleDefinition.Alerting rule;
  private final Map<String, String> externalLabels;
  private final String externalUrl;
  private final Map<String, Template> parsed = new HashMap<>();

  RuleTemplates(
      RuleDefinition.Alerting rule, Map<String, String> externalLabels, String externalUrl) {
    this.rule = rule;
    this.externalLabels = externalLabels;
    this.externalUrl = externalUrl;
  }

  /** The texts for one element of the result; a template that fails shows its error. */
  record Rendered(Map<String, String> labels, Map<String, String> annotations) {}

  Rendered render(Map<String, String> sample, double value, InstantQuery query, long time) {
    return new Rendered(
        render(rule.labels(), sample, value, query, time),
        render(rule.annotations(), sample, value, query, time));
  }

  private Map<String, String> render(
      Map<String, String> texts,
      Map<String, String> sample,
      double value,
      InstantQuery query,
      long time) {
    Map<String, String> rendered = new LinkedHashMap<>();
    for (Map.Entry<String, String> text : texts.entrySet()) {
      String result = text.getValue();
      if (result.contains("{{")) {
        Scope scope =
            Scope.ofRule(sample, value, externalLabels, externalUrl)
                .now(Instant.ofEpochMilli(time))
                .query(expression -> query(query, expression, time));
        result = render(template(text.getKey(), result), scope);
      }
      rendered.put(text.getKey(), result);
    }
    return rendered;
  }

  private Template template(String name, String text) {
    // A label and an annotation may have the same name.
    String key = name + ' ' + text;
    Template template = parsed.get(key);
    if (template == null) {
      try {
        template = Template.parse(name, text);
      } catch (TemplateException e) {
        throw new IllegalArgumentException("the reader has checked this template", e);
      }
      parsed.put(key, template);
    }
    return template;
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

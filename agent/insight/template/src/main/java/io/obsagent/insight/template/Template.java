// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A parsed template in Go's template language, without reflection, files or network: it can reach
 * only what its {@link Scope} holds. Immutable and thread-safe.
 *
 * <p>Language: <a href="https://pkg.go.dev/text/template">text/template</a>. Functions: those of <a
 * href="https://prometheus.io/docs/prometheus/latest/configuration/template_reference/">
 * Prometheus</a> and <a href="https://prometheus.io/docs/alerting/latest/notifications/">
 * Alertmanager</a>.
 */
public final class Template {
  /** Longest text that is parsed, in characters. */
  public static final int MAX_TEXT = 1 << 20;

  private final String name;
  private final List<Node> root;
  private final Map<String, List<Node>> definitions;

  private Template(String name, List<Node> root, Map<String, List<Node>> definitions) {
    this.name = name;
    this.root = root;
    this.definitions = definitions;
  }

  /**
   * @param name what errors call the template
   * @throws TemplateException with name and line of the first error
   */
  public static Template parse(String name, String text) throws TemplateException {
    if (text.length() > MAX_TEXT) {
      throw new TemplateException(
          "template: " + name + ": longer than " + MAX_TEXT + " characters; split it");
    }
    Parser.Parsed parsed = Parser.parse(name, text);
    return new Template(name, parsed.root(), Map.copyOf(parsed.definitions()));
  }

  /** This template, able to call what another one defines; its own definitions come first. */
  public Template withDefinitionsOf(Template library) {
    Map<String, List<Node>> merged = new HashMap<>(library.definitions);
    merged.putAll(definitions);
    return new Template(name, root, Map.copyOf(merged));
  }

  public boolean defines(String template) {
    return definitions.containsKey(template);
  }

  /**
   * @throws TemplateException if a value has no such field, a function fails or a limit is reached
   */
  public String render(Scope scope) throws TemplateException {
    return new Evaluator(name, definitions, scope).render(root);
  }
}

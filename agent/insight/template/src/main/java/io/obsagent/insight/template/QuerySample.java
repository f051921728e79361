// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One element of a query's result as a template sees it: {@code .Labels.x} and {@code .Value}. */
public record QuerySample(Map<String, String> labels, double value) implements TemplateObject {
  @Override
  public @Nullable Object get(String name, List<@Nullable Object> args) throws TemplateException {
    return switch (name) {
      case "Labels" -> labels;
      case "Value" -> value;
      default -> throw new TemplateException("can't evaluate field " + name + " in type sample");
    };
  }
}

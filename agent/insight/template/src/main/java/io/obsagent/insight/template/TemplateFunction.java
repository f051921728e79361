// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function that a template can call by name. */
@FunctionalInterface
public interface TemplateFunction {
  /**
   * @param args evaluated arguments; a piped value is the last
   * @throws TemplateException if number or types of the arguments are wrong
   */
  @Nullable Object call(List<@Nullable Object> args) throws TemplateException;
}

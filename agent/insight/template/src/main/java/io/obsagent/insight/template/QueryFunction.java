// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

import java.util.List;

/** Runs a PromQL instant query for a template's {@code query} function. */
@FunctionalInterface
public interface QueryFunction {
  /**
   * @throws TemplateException if the expression is wrong or the query fails
   */
  List<QuerySample> query(String expression) throws TemplateException;
}

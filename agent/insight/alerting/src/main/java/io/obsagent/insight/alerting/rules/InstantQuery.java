// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.promql.Expr;
import io.obsagent.insight.promql.QueryResult;

/** What rules are evaluated with. */
@FunctionalInterface
public interface InstantQuery {
  /**
   * @throws io.obsagent.insight.promql.PromqlException if the evaluation fails
   */
  QueryResult at(Expr expr, long timeMillis);
}

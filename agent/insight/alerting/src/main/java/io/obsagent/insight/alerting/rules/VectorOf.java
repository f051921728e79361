// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.QueryResult;
import java.util.List;

/** A rule's result as a vector: a scalar counts as one element without labels. */
final class VectorOf {
  private VectorOf() {}

  static List<QueryResult.Sample> result(QueryResult result) throws RuleException {
    if (result instanceof QueryResult.Vector vector) {
      return vector.samples();
    }
    if (result instanceof QueryResult.Scalar scalar) {
      return List.of(
          new QueryResult.Sample(Labels.EMPTY, scalar.timestampMillis(), scalar.value()));
    }
    throw new RuleException("rule result is not a vector or scalar");
  }
}

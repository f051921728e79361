// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.labels.LabelMatcher;
import java.util.ArrayList;
import java.util.List;

/** The series that an expression reads. */
public final class Selectors {
  private Selectors() {}

  /** The matchers of each selector of an expression, in their order. */
  public static List<List<LabelMatcher>> of(Expr expr) {
    List<List<LabelMatcher>> found = new ArrayList<>();
    collect(expr, found);
    return found;
  }

  private static void collect(Expr expr, List<List<LabelMatcher>> found) {
    if (expr instanceof Expr.VectorSelector vector) {
      found.add(vector.matchers());
    } else if (expr instanceof Expr.MatrixSelector matrix) {
      collect(matrix.vector(), found);
    } else if (expr instanceof Expr.Subquery subquery) {
      collect(subquery.inner(), found);
    } else if (expr instanceof Expr.Call call) {
      call.arguments().forEach(argument -> collect(argument, found));
    } else if (expr instanceof Expr.Aggregation aggregation) {
      collect(aggregation.inner(), found);
      if (aggregation.parameter() != null) {
        collect(aggregation.parameter(), found);
      }
    } else if (expr instanceof Expr.BinaryExpr binary) {
      collect(binary.left(), found);
      collect(binary.right(), found);
    } else if (expr instanceof Expr.UnaryExpr unary) {
      collect(unary.inner(), found);
    } else if (expr instanceof Expr.ParenExpr paren) {
      collect(paren.inner(), found);
    }
  }
}

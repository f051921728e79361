// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureFlagsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-(sum(mad_over_time(a[5m])))|mad_over_time()|promql-experimental-functions",
        "limitk(1, a)|limitk|promql-experimental-functions",
        "a + fill(0) b|fill|promql-binop-fill-modifiers",
        "rate(a[5m] anchored)|anchored|promql-extended-range-selectors",
        "sum_over_time(a[5m + 1m])|a duration that is calculated|promql-duration-expr",
        "a offset (1m * 2)|a duration that is calculated|promql-duration-expr",
        "max_over_time(a[5m:step()])|a duration that is calculated|promql-duration-expr"
      })
  void whatPrometheusHidesBehindAFlagIsTold(String query, String what, String flag) {
    assertThat(FeatureFlags.neededBy(PromqlParser.parse(query)))
        .containsExactly(what + " needs --enable-feature=" + flag + " in Prometheus");
  }

  @Test
  void thePlainLanguageNeedsNoFlag() {
    String query = "topk(1, rate(a[5m] offset -1m)) / on (x) group_left b @ end() > bool 1";
    assertThat(FeatureFlags.neededBy(PromqlParser.parse(query))).isEmpty();
  }
}

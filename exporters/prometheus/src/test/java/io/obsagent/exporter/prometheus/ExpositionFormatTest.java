// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.prometheus;

import static io.obsagent.exporter.prometheus.ExpositionFormat.OPEN_METRICS;
import static io.obsagent.exporter.prometheus.ExpositionFormat.OPEN_METRICS_UTF8;
import static io.obsagent.exporter.prometheus.ExpositionFormat.TEXT;
import static io.obsagent.exporter.prometheus.ExpositionFormat.TEXT_UTF8;
import static io.obsagent.exporter.prometheus.ExpositionFormat.negotiate;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExpositionFormatTest {
  @Test
  void prometheus2And3GetOpenMetrics() {
    assertThat(
            negotiate(
                "application/openmetrics-text;version=1.0.0,"
                    + "application/openmetrics-text;version=0.0.1;q=0.75,"
                    + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"))
        .isEqualTo(OPEN_METRICS);
    assertThat(
            negotiate(
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                    + "text/plain;version=0.0.4;q=0.4,*/*;q=0.1"))
        .isEqualTo(OPEN_METRICS_UTF8);
  }

  @Test
  void prometheus3GetsNamesInUtf8() {
    String preferences =
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;"
            + "q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
            + "application/openmetrics-text;version=0.0.1;q=0.4,"
            + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,"
            + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1";

    assertThat(negotiate(preferences)).isEqualTo(OPEN_METRICS_UTF8);
    assertThat(negotiate("text/plain;version=1.0.0;escaping=allow-utf-8")).isEqualTo(TEXT_UTF8);
    assertThat(negotiate("text/plain;version=1.0.0;escaping=underscores")).isEqualTo(TEXT);
    assertThat(negotiate("application/openmetrics-text;version=1.0.0;escaping=underscores"))
        .isEqualTo(OPEN_METRICS);
  }

  @Test
  void everybodyElseGetsText() {
    assertThat(negotiate(null)).isEqualTo(TEXT);
    assertThat(negotiate("")).isEqualTo(TEXT);
    assertThat(negotiate("*/*")).isEqualTo(TEXT);
    assertThat(negotiate("text/html,application/xhtml+xml,*/*;q=0.8")).isEqualTo(TEXT);
  }

  @Test
  void whatIsPreferredIsGiven() {
    assertThat(negotiate("application/openmetrics-text;q=0.1, text/plain;q=0.9")).isEqualTo(TEXT);
    assertThat(negotiate("application/openmetrics-text;q=0")).isEqualTo(TEXT);
    assertThat(negotiate("application/openmetrics-text; version=0.0.1")).isEqualTo(TEXT);
    assertThat(negotiate("application/openmetrics-text;q=x,text/plain;q=0.1")).isEqualTo(TEXT);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import io.obsagent.spi.metrics.MetricFamily.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A format that the address names. */
class FormatsTest {
  private final MetricsHandler handler =
      new MetricsHandler(
          () ->
              List.of(
                  new MetricFamily(
                      "orders_total",
                      "Orders.",
                      "{order}",
                      Type.COUNTER,
                      List.of("kind"),
                      List.of(new NumberPoint(List.of("web"), 5, null))),
                  new MetricFamily(
                      "heat",
                      "Heat.",
                      "",
                      Type.GAUGE,
                      List.of(),
                      List.of(new NumberPoint(List.of(), Double.NaN, null))),
                  new MetricFamily(
                      "work_seconds",
                      "Work.",
                      "s",
                      Type.HISTOGRAM,
                      List.of(),
                      List.of(
                          new HistogramPoint(
                              List.of(), new double[] {0.5}, new long[] {1, 3}, 4.5))),
                  new MetricFamily(
                      "wait_seconds",
                      "Waits.",
                      "s",
                      Type.SUMMARY,
                      List.of(),
                      List.of(
                          new SummaryPoint(
                              List.of(), new double[] {0.5}, new double[] {0.25}, 2, 0.5)))),
          () -> 0);

  private Response ask(String format) {
    return handler.handle(
        new Request(
            "GET",
            "/monitoring/metrics",
            Map.of("format", List.of(format)),
            Map.of("accept", List.of("text/html")),
            Map.of(),
            new byte[0]));
  }

  private static String text(Response response) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.body().writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void jsonHasAllThatAMetricHas() throws IOException {
    assertThat(text(ask("json")))
        .isEqualTo(
            "{\"metrics\":[{\"name\":\"orders_total\",\"type\":\"counter\",\"unit\":\"{order}\","
                + "\"help\":\"Orders.\",\"series\":[{\"labels\":{\"kind\":\"web\"},\"value\":5}]},"
                + "{\"name\":\"heat\",\"type\":\"gauge\",\"unit\":\"\",\"help\":\"Heat.\","
                + "\"series\":[{\"labels\":{},\"value\":null}]},"
                + "{\"name\":\"work_seconds\",\"type\":\"histogram\",\"unit\":\"s\",\"help\":\"Work.\","
                + "\"series\":[{\"labels\":{},\"count\":3,\"sum\":4.5,"
                + "\"buckets\":[{\"le\":0.5,\"count\":1}]}]},"
                + "{\"name\":\"wait_seconds\",\"type\":\"summary\",\"unit\":\"s\",\"help\":\"Waits.\","
                + "\"series\":[{\"labels\":{},\"count\":2,\"sum\":0.5,"
                + "\"quantiles\":[{\"quantile\":0.5,\"value\":0.25}]}]}]}");
  }

  @Test
  void theTextFormatsAreThoseThatScrapersGet() throws IOException {
    assertThat(text(ask("prometheus")))
        .contains("orders_total{kind=\"web\"} 5")
        .doesNotContain("# EOF");
    assertThat(text(ask("openmetrics")))
        .contains("orders_total{kind=\"web\"} 5")
        .endsWith("# EOF\n");
    assertThat(text(ask(""))).contains("orders_total{kind=\"web\"} 5");
  }

  @Test
  void anotherIsRefused() throws IOException {
    Response refused = ask("xml");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(text(refused)).contains("prometheus, openmetrics or json");
  }
}

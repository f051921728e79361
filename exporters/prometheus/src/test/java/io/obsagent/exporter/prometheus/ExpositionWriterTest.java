// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.Exemplar;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import io.obsagent.spi.metrics.MetricFamily.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpositionWriterTest {
  private static final Exemplar EXEMPLAR =
      new Exemplar(
          "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", 0.25, 1_700_000_000_007L);

  private static final MetricFamily REQUESTS =
      new MetricFamily(
          "http_requests_total",
          "Requests.",
          "",
          Type.COUNTER,
          List.of("method", "route"),
          List.of(new NumberPoint(List.of("GET", "/a\"\\\nü"), 3, EXEMPLAR)));

  private static final MetricFamily DURATION =
      new MetricFamily(
          "http_request_duration_seconds",
          "Time to answer.",
          "s",
          Type.HISTOGRAM,
          List.of("method"),
          List.of(
              new HistogramPoint(
                  List.of("GET"),
                  new double[] {0.1, 1},
                  new long[] {0, 2, 3},
                  5.5,
                  new Exemplar[] {null, EXEMPLAR, null})));

  @Test
  void textHasFullNamesAndNoExemplars() throws IOException {
    assertThat(write(ExpositionFormat.TEXT, REQUESTS, DURATION))
        .isEqualTo(
            """
            # HELP http_requests_total Requests.
            # TYPE http_requests_total counter
            http_requests_total{method="GET",route="/a\\"\\\\\\nü"} 3
            # HELP http_request_duration_seconds Time to answer.
            # TYPE http_request_duration_seconds histogram
            http_request_duration_seconds_bucket{method="GET",le="0.1"} 0
            http_request_duration_seconds_bucket{method="GET",le="1.0"} 2
            http_request_duration_seconds_bucket{method="GET",le="+Inf"} 3
            http_request_duration_seconds_count{method="GET"} 3
            http_request_duration_seconds_sum{method="GET"} 5.5
            """);
  }

  @Test
  void aSummaryHasItsQuantilesAndWhatIsUnknownSaysSo() throws IOException {
    MetricFamily summary =
        new MetricFamily(
            "work_seconds",
            "Work.",
            "s",
            Type.SUMMARY,
            List.of("kind"),
            List.of(
                new SummaryPoint(
                    List.of("a"),
                    new double[] {0.5, 0.99},
                    new double[] {0.25, Double.NaN},
                    3,
                    7)));
    MetricFamily unknown =
        new MetricFamily(
            "load",
            "Load.",
            "",
            Type.UNKNOWN,
            List.of(),
            List.of(new NumberPoint(List.of(), 1, null)));
    String expected =
        """
        # HELP work_seconds Work.
        # TYPE work_seconds summary
        work_seconds{kind="a",quantile="0.5"} 0.25
        work_seconds{kind="a",quantile="0.99"} NaN
        work_seconds_count{kind="a"} 3
        work_seconds_sum{kind="a"} 7
        # HELP load Load.
        # TYPE load untyped
        load 1
        """;
    assertThat(write(ExpositionFormat.TEXT, summary, unknown)).isEqualTo(expected);
    assertThat(write(ExpositionFormat.OPEN_METRICS, summary, unknown))
        .contains("# UNIT work_seconds seconds\n", "# TYPE load unknown\n");
  }

  @Test
  void openMetricsHasUnitsExemplarsAndAnEnd() throws IOException {
    String exemplar =
        " # {trace_id=\"0af7651916cd43dd8448eb211c80319c\",span_id=\"b7ad6b7169203331\"} 0.25"
            + " 1700000000.007";
    assertThat(write(ExpositionFormat.OPEN_METRICS, REQUESTS, DURATION))
        .isEqualTo(
            """
            # HELP http_requests Requests.
            # TYPE http_requests counter
            http_requests_total{method="GET",route="/a\\"\\\\\\nü"} 3EXEMPLAR
            # HELP http_request_duration_seconds Time to answer.
            # TYPE http_request_duration_seconds histogram
            # UNIT http_request_duration_seconds seconds
            http_request_duration_seconds_bucket{method="GET",le="0.1"} 0
            http_request_duration_seconds_bucket{method="GET",le="1.0"} 2EXEMPLAR
            http_request_duration_seconds_bucket{method="GET",le="+Inf"} 3
            http_request_duration_seconds_count{method="GET"} 3
            http_request_duration_seconds_sum{method="GET"} 5.5
            # EOF
            """
                .replace("EXEMPLAR", exemplar));
  }

  @Test
  void openMetricsSaysSinceWhenItCountsWhereAskedTo() throws IOException {
    MetricFamily ofHost =
        new MetricFamily(
            MetricDefinition.counter("network_bytes_sent_total", "Sent.").asOlderThanProcess(),
            List.of(number(5)));
    List<MetricFamily> families =
        List.of(REQUESTS, DURATION, ofHost, gauge("g", List.of(), number(1)));

    assertThat(write(ExpositionFormat.OPEN_METRICS, 1_700_000_000_007L, families).lines())
        .filteredOn(line -> line.contains("_created"))
        .containsExactly(
            "http_requests_created{method=\"GET\",route=\"/a\\\"\\\\\\nü\"} 1700000000.007",
            "http_request_duration_seconds_created{method=\"GET\"} 1700000000.007");
    assertThat(write(ExpositionFormat.TEXT, 1_700_000_000_007L, families))
        .doesNotContain("_created");
  }

  @Test
  void oneNameFromTwoSourcesIsOneBlock() throws IOException {
    MetricFamily other =
        new MetricFamily("up", "Up.", "", Type.GAUGE, List.of(), List.of(number(1)));
    MetricFamily first = gauge("pool.size", List.of("1st"), number(1, "a"));
    MetricFamily second = gauge("pool.size", List.of("1st"), number(2.5, "b"));

    assertThat(write(ExpositionFormat.TEXT, first, other, second))
        .isEqualTo(
            """
            # HELP pool_size Size.
            # TYPE pool_size gauge
            pool_size{_1st="a"} 1
            pool_size{_1st="b"} 2.5
            # HELP up Up.
            # TYPE up gauge
            up 1
            """);
  }

  @Test
  void namesInUtf8StandInQuotesAsTheyAre() throws IOException {
    MetricFamily size = gauge("pool.size", List.of("1st", "kind"), number(1, "a", "b"));
    MetricFamily calls =
        new MetricFamily("größe.\"x\"", "Calls.", "", Type.COUNTER, List.of(), List.of(number(2)));

    assertThat(write(ExpositionFormat.TEXT_UTF8, size, calls))
        .isEqualTo(
            """
            # HELP "pool.size" Size.
            # TYPE "pool.size" gauge
            {"pool.size","1st"="a",kind="b"} 1
            # HELP "größe.\\"x\\"_total" Calls.
            # TYPE "größe.\\"x\\"_total" counter
            {"größe.\\"x\\"_total"} 2
            """);
    assertThat(write(ExpositionFormat.OPEN_METRICS_UTF8, DURATION))
        .contains("http_request_duration_seconds_bucket{method=\"GET\",le=\"0.1\"} 0\n")
        .endsWith("# EOF\n");
  }

  @Test
  void numbersThatAreNoNumbersHaveTheirWords() throws IOException {
    MetricFamily family =
        gauge(
            "g",
            List.of("v"),
            number(Double.NaN, "a"),
            number(Double.POSITIVE_INFINITY, "b"),
            number(Double.NEGATIVE_INFINITY, "c"),
            number(1e300, "d"),
            number(-0.001, "e"));

    assertThat(write(ExpositionFormat.TEXT, family))
        .endsWith(
            "{v=\"a\"} NaN\ng{v=\"b\"} +Inf\ng{v=\"c\"} -Inf\ng{v=\"d\"} 1.0E300\n"
                + "g{v=\"e\"} -0.001\n");
  }

  @Test
  void moreThanTheBufferIsWrittenWhole() throws IOException {
    NumberPoint[] points = new NumberPoint[5000];
    for (int i = 0; i < points.length; i++) {
      points[i] = number(i, "value-" + i);
    }

    String text = write(ExpositionFormat.TEXT, gauge("g", List.of("v"), points));

    assertThat(text.lines()).hasSize(5002);
    assertThat(text).endsWith("g{v=\"value-4999\"} 4999\n");
  }

  private static MetricFamily gauge(String name, List<String> labels, NumberPoint... points) {
    return new MetricFamily(name, "Size.", "", Type.GAUGE, labels, List.of(points));
  }

  private static NumberPoint number(double value, String... labels) {
    return new NumberPoint(List.of(labels), value, null);
  }

  private static String write(ExpositionFormat format, MetricFamily... families)
      throws IOException {
    return write(format, 0, List.of(families));
  }

  private static String write(
      ExpositionFormat format, long createdMillis, List<MetricFamily> families) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ExpositionWriter writer = new ExpositionWriter(out, format, createdMillis);
    writer.write(families);
    writer.finish();
    return out.toString(StandardCharsets.UTF_8);
  }
}

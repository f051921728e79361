// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.metrics.MetricFamily;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Metrics pushed as text and as JSON. */
class PushTest extends IngestKit {
  @Test
  void theTextFormatIsTaken() throws IOException {
    Answer answer =
        push(
            """
            # HELP rows_total Rows \\\\ read.
            # TYPE rows_total counter
            rows_total{table="a\\"b\\\\c\\n",} 5
            rows_total{ table = "x" } +1e3
            # TYPE old counter
            old 2
            backlog -0.5
            # TYPE import_seconds histogram
            import_seconds_bucket{le="1"} 2
            import_seconds_bucket{le="+Inf"} 3
            import_seconds_sum 4.5
            import_seconds_count 3
            # TYPE size summary
            size{quantile="0.5"} 7
            size_sum 70
            size_count 10
            # EOF
            """,
            "job",
            "nightly",
            "instance",
            "a");
    assertThat(answer.text()).isEqualTo("{\"status\":\"success\",\"data\":{\"accepted\":6}}");
    assertThat(shown())
        .isEqualTo(
            Map.of(
                "rows_total{instance=a,job=nightly,table=a\"b\\c\n}", 5.0,
                "rows_total{instance=a,job=nightly,table=x}", 1000.0,
                "old{instance=a,job=nightly}", 2.0,
                "backlog{instance=a,job=nightly}", -0.5,
                "import_seconds_count{instance=a,job=nightly}", 3.0,
                "import_seconds_sum{instance=a,job=nightly}", 4.5,
                "size_count{instance=a,job=nightly}", 10.0,
                "size_sum{instance=a,job=nightly}", 70.0));
    assertThat(family("rows_total").type()).isEqualTo(MetricFamily.Type.COUNTER);
    assertThat(family("rows_total").help()).isEqualTo("Rows \\ read.");
    assertThat(family("old").type()).isEqualTo(MetricFamily.Type.UNKNOWN);
    assertThat(family("push_time_seconds").points()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a 1;b x                         | line 2: 'x' is no number",
        "a 1d                            | line 1: '1d' is no number",
        "a 1 1700000000000               | line 1: no timestamp is taken: what is pushed is of now",
        "a{b=\"c\" 1                     | line 1: expected ',' at character 9",
        "a{b=\"c                         | line 1: the value of a label has no end",
        "a{b=c} 1                        | line 1: expected '\"' at character 5",
        "a{b=\"1\",b=\"2\"} 1           | line 1: the label 'b' stands twice",
        "a{__x=\"1\"} 1                  | line 1: '__x' is no name of a label",
        "2a 1                            | line 1: '2a' is no name of a metric",
        "a 1;a 2                         | line 2: a stands twice with the same labels",
        "# TYPE a number                 | line 1: 'number' is no type of a metric",
        "# TYPE h histogram;h_sum 1      | h: neither a bucket +Inf nor a count",
        "# TYPE h histogram;h_bucket 1   | line 2: the label 'le' is missing",
        "# TYPE h histogram;h 1          | line 2: h is a histogram, and has no sample of this name",
        "# TYPE h histogram;h_bucket{le=\"1\"} 5;h_count 3 | h: counts of buckets must not fall"
      })
  void whatIsWrongIsToldWithItsPlaceAndNothingCounts(String text, String reason)
      throws IOException {
    Answer answer = push(text.strip().replace(";", "\n"), "job", "j");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text().replace("\\\"", "\"")).contains("\"error\":\"" + reason.strip());
    assertThat(shown()).isEmpty();
    assertThat(metrics.total("obs_agent_ingest_requests_total", "metrics", "refused")).isEqualTo(1);
  }

  @Test
  void aGroupIsReplacedAsByThePushgateway() throws IOException {
    push("a 1\nb 2\n", "job", "j");
    push("a{x=\"1\"} 3\n", "job", "j");
    push("a 9\n", "job", "j", "instance", "other");
    assertThat(shown())
        .isEqualTo(Map.of("a{job=j,x=1}", 3.0, "b{job=j}", 2.0, "a{instance=other,job=j}", 9.0));
    byte[] text = "c 4\n".getBytes(StandardCharsets.UTF_8);
    call("PUT /metrics/job/**", "/metrics/job/j", Map.of(), text);
    assertThat(shown()).isEqualTo(Map.of("c{job=j}", 4.0, "a{instance=other,job=j}", 9.0));
    call("DELETE /metrics/job/**", "/metrics/job/j/instance/other", Map.of(), new byte[0]);
    call("POST /metrics/job/**", "/metrics/job/j/path@base64/L3Zhci90bXA=", Map.of(), text);
    assertThat(shown()).isEqualTo(Map.of("c{job=j}", 4.0, "c{job=j,path=/var/tmp}", 4.0));
    Answer odd = call("POST /metrics/job/**", "/metrics/job/j/instance", Map.of(), text);
    assertThat(odd.text()).contains("the label 'instance' has no value in the path");
  }

  @Test
  void jsonSetsAddsAndObserves() throws IOException {
    String body =
        """
        {"job": "cron", "ttl": "1h", "metrics": [
          {"name": "rows_total", "labels": {"table": "a"}, "add": 5, "help": "Rows."},
          {"name": "backlog", "value": 17},
          {"name": "import_seconds", "observe": [0.4, 20], "buckets": [1, 10]}]}
        """;
    assertThat(push(body).status()).isEqualTo(200);
    assertThat(push(body).status()).isEqualTo(200);
    assertThat(push("[{\"name\": \"backlog\", \"value\": 3}]", "job", "cron").status())
        .isEqualTo(200);
    assertThat(shown())
        .isEqualTo(
            Map.of(
                "rows_total{job=cron,table=a}", 10.0,
                "backlog{job=cron}", 3.0,
                "import_seconds_count{job=cron}", 4.0,
                "import_seconds_sum{job=cron}", 40.8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"name\": \"a\", \"value\": 1}                            | needs a job",
        "{\"job\": \"j\", \"metrics\": [{\"name\": \"a\"}]} | body:1: a metric has exactly one of",
        "{\"job\": \"j\", \"metrics\": [{\"nme\": \"a\"}]}           | body:1: 'name' is missing",
        "{\"job\": \"j\", \"name\": \"a\", \"value\": \"x\"}         | a: 'x' is no number",
        "{\"job\": \"j\", \"name\": \"a b\", \"value\": 1}           | 'a b' is no name of a metric",
        "{\"job\": \"j\", \"name\": \"a\", \"add\": 1, \"type\": \"counter\"} | ends in _total",
        "{\"job\": \"j\", \"name\": \"a\", \"value\": 1, \"x\": 2}   | unknown key 'x'",
        "{\"job\": \"j\", \"name\": \"a\", \"value\": 1, \"ttl\": \"1s\"} | from 10s to 30d",
        "{\"job\": \"j\", \"name\": \"a\", \"observe\": 1, \"buckets\": [2, 1]} | must ascend",
        "{\"job\"                                                    | body:1"
      })
  void jsonThatIsWrongIsToldWithItsPlace(String body, String reason) throws IOException {
    Answer answer = push(body.strip());
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains(reason.strip());
    assertThat(shown()).isEmpty();
  }

  @Test
  void bodiesMayBePackedWithinABound() throws IOException {
    byte[] packed = gzip("a 1\n".getBytes(StandardCharsets.UTF_8));
    Map<String, String> gzip = Map.of("content-encoding", "gzip");
    String route = "POST /monitoring/metrics";
    assertThat(call(route, "/", gzip, packed, "job", "j").status()).isEqualTo(200);
    byte[] bomb = gzip(new byte[Body.MAX_BYTES + 1]);
    assertThat(call(route, "/", gzip, bomb, "job", "j").status()).isEqualTo(413);
    assertThat(call(route, "/", gzip, new byte[] {1, 2}, "job", "j").status()).isEqualTo(400);
    assertThat(call(route, "/", Map.of("content-encoding", "br"), packed, "job", "j").status())
        .isEqualTo(415);
    assertThat(call(route, "/", Map.of(), new byte[] {(byte) 0xff}, "job", "j").text())
        .contains("no UTF-8");
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  @Test
  void whatIsKeptIsBounded() throws IOException {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < PushStore.MAX_SERIES; i++) {
      many.append("a{i=\"").append(i).append("\"} 1\n");
    }
    assertThat(push(many.toString(), "job", "j").status()).isEqualTo(200);
    assertThat(push("b 1\n", "job", "k").status()).isEqualTo(429);
    assertThat(push("a 1\n", "job", "j").status()).isEqualTo(200);
    for (int i = 1; i < PushStore.MAX_GROUPS; i++) {
      assertThat(push("a 1\n", "job", "j", "instance", "i" + i).status()).isEqualTo(200);
    }
    assertThat(push("a 1\n", "job", "one more").status()).isEqualTo(429);
    Answer other = push("# TYPE a gauge\na 1\n", "job", "j");
    assertThat(other.text()).contains("a is a gauge here, and a unknown elsewhere");
  }

  @Test
  void aGroupOfWhichNothingIsHeardGoes() {
    long[] now = {1_000};
    PushStore store = new PushStore(() -> now[0], first -> {});
    Pushed one = new Pushed("a", MetricFamily.Type.GAUGE, "", Map.of(), Pushed.number(1), false);
    store.push(Map.of("job", "j"), List.of(one), PushStore.Mode.MERGE, 500);
    now[0] = 1_499;
    assertThat(PushStore.Reader.INSTANCE.read(store)).hasSize(2);
    now[0] = 1_500;
    assertThat(PushStore.Reader.INSTANCE.read(store)).isEmpty();
  }
}

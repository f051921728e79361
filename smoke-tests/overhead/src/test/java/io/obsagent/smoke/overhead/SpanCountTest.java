// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.overhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanCountTest {

  @Test
  void countsTheSpansOfAllScopesOfOtlp() {
    // resource spans { resource {}, scope spans { span, span }, scope spans { scope {}, span } }
    byte[] body = hex("0a0e" + "0a00" + "1204" + "1200" + "1200" + "1204" + "0a00" + "1200");

    assertThat(SpanCount.otlp(body)).isEqualTo(3);
    assertThat(SpanCount.otlp(new byte[0])).isZero();
  }

  @Test
  void countsTheSpansOfAJaegerBatch() {
    // process { 1: "a" }, spans: list of two structs, both empty
    byte[] body =
        hex(
            "0c0001"
                + "0b0001"
                + "00000001"
                + "61"
                + "00"
                + "0f0002"
                + "0c00000002"
                + "0000"
                + "00");

    assertThat(SpanCount.thrift(body)).isEqualTo(2);
  }

  @Test
  void countsTransactionsAndSpansOfElastic() {
    String lines = "{\"metadata\":{}}\n{\"transaction\":{}}\n{\"span\":{}}\n{\"metricset\":{}}\n";

    assertThat(SpanCount.elastic(lines.getBytes(StandardCharsets.UTF_8))).isEqualTo(2);
  }

  @Test
  void countsTheSpansOfAllTracesOfDatadog() {
    // [[{"a":1},{"a":"b"}],[{"a":[1.5,nil]}]]
    byte[] body =
        hex(
            "92"
                + "92"
                + "81a16101"
                + "81a161a162"
                + "91"
                + "81a16192"
                + "cb3ff8000000000000"
                + "c0");

    assertThat(SpanCount.datadog(body)).isEqualTo(3);
  }

  @Test
  void takesTheMedianOfItsWindows() {
    assertThat(Result.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2.0);
    assertThat(Result.median(List.of(4.0, 1.0))).isEqualTo(2.5);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}

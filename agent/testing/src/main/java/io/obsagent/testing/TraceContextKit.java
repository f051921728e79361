// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What <a href="https://www.w3.org/TR/trace-context-2/">W3C Trace Context</a> and the formats
 * beside it ask of a server that calls another one: its test extends this and serves the
 * application. The module {@code httpurlconnection} has to be there.
 */
public abstract class TraceContextKit extends HttpServerApplication {
  protected static final String TRACE = TraceContextCase.TRACE;

  private HeaderSink sink;

  @BeforeAll
  void startSink() throws Exception {
    sink = new HeaderSink();
  }

  @AfterAll
  void stopSink() throws Exception {
    sink.close();
  }

  @Override
  void describe(Map<String, Work> endpoints) {
    endpoints.put(
        "/call",
        call -> {
          sink.call();
          call.answer(200, "called");
        });
    endpoints.put(
        "/calls",
        call -> {
          sink.call();
          sink.call();
          sink.call();
          call.answer(200, "called");
        });
  }

  private List<String> sentOn(String... headers) throws Exception {
    assertThat(exchange("GET", "/call", headers)).startsWith("HTTP/1.1 200");
    return sink.next();
  }

  /** Calls another server from the application. */
  protected final void callOn() throws Exception {
    sink.call();
  }

  /** The trace of the one call that a request, of the trace {@link #TRACE}, to a path leads to. */
  protected final String traceOfCallBy(String path) throws Exception {
    exchange("GET", path, TraceContextCase.VALID);
    return traceOf(sink.next());
  }

  @TestFactory
  Stream<DynamicTest> theStandardsCasesPass() {
    return TraceContextCase.all().stream()
        .map(each -> DynamicTest.dynamicTest(each.name(), () -> pass(each)));
  }

  private void pass(TraceContextCase each) throws Exception {
    List<String> sent = sentOn(each.headers());
    List<String> parents = HeaderSink.values(sent, "traceparent");
    assertThat(parents).as(each.name()).hasSize(1);
    assertThat(parents.get(0)).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    String trace = parents.get(0).substring(3, 35);
    if (each.goesOn()) {
      assertThat(trace).as(each.name()).isEqualTo(TRACE);
      assertThat(parents.get(0).substring(36, 52)).isNotEqualTo(TraceContextCase.PARENT);
    } else {
      assertThat(trace).as(each.name()).isNotEqualTo(TRACE).isNotEqualTo("0".repeat(32));
    }
    assertThat(HeaderSink.values(sent, "tracestate")).as(each.name()).isEqualTo(each.states());
  }

  @Test
  void callsOfOneRequestHaveItsTraceAndIdsOfTheirOwn() throws Exception {
    for (String header :
        new String[] {
          TraceContextCase.VALID, "Accept: */*", "traceparent: 00-" + "0".repeat(32) + "-1-01"
        }) {
      exchange("GET", "/calls", header);
      List<String> parents =
          Stream.of(sink.next(), sink.next(), sink.next())
              .flatMap(sent -> HeaderSink.values(sent, "traceparent").stream())
              .toList();
      assertThat(parents.stream().map(each -> each.substring(3, 35)).distinct()).hasSize(1);
      assertThat(parents.stream().map(each -> each.substring(36, 52)).distinct()).hasSize(3);
      assertThat(parents.get(0).contains(TRACE)).isEqualTo(header.equals(TraceContextCase.VALID));
    }
  }

  @Test
  void baggageOfSeveralLinesGoesAlong() throws Exception {
    List<String> sent = sentOn("baggage: tier=gold;p=1, bad", "Baggage:", "BAGGAGE: \tx=1");

    assertThat(HeaderSink.values(sent, "baggage")).hasSize(1);
    assertThat(HeaderSink.values(sent, "baggage").get(0).split(","))
        .hasSize(3)
        .contains("tier=gold", "x=1");
  }

  @Test
  void baggageIsBoundedTo64MembersAnd8192Bytes() throws Exception {
    StringBuilder many = new StringBuilder("baggage: m0=1");
    for (int i = 1; i < 100; i++) {
      many.append(",m").append(i).append("=1");
    }
    String sent = HeaderSink.values(sentOn(many.toString()), "baggage").get(0);
    assertThat(sent.split(",")).hasSize(64);

    String large = "=" + "x".repeat(3_000);
    List<String> lines = sentOn("baggage: a" + large, "baggage: b" + large, "baggage: c" + large);
    assertThat(HeaderSink.values(lines, "baggage").get(0)).hasSizeBetween(6_000, 8_192);
  }

  @Test
  void theTraceOfOlderFormatsGoesOnUnlessItIsBrokenOrDoubled() throws Exception {
    String b3 = "b3: " + TRACE + "-" + TraceContextCase.PARENT + "-1";
    String[] multi = {"X-B3-TraceId: " + TRACE, "X-B3-SpanId: " + TraceContextCase.PARENT};
    String jaeger = "uber-trace-id: " + TRACE + ":" + TraceContextCase.PARENT + ":0:1";

    assertThat(traceOf(b3)).isEqualTo(TRACE);
    assertThat(traceOf(multi)).isEqualTo(TRACE);
    assertThat(traceOf(jaeger)).isEqualTo(TRACE);
    assertThat(traceOf(b3, b3)).isNotEqualTo(TRACE);
    assertThat(traceOf(multi[0], multi[0], multi[1])).isNotEqualTo(TRACE);
    assertThat(traceOf(jaeger, jaeger)).isNotEqualTo(TRACE);
    assertThat(traceOf("b3: " + TRACE, "uber-trace-id: " + TRACE)).isNotEqualTo(TRACE);
  }

  private static String traceOf(List<String> sent) {
    return HeaderSink.values(sent, "traceparent").get(0).substring(3, 35);
  }

  private String traceOf(String... headers) throws Exception {
    return traceOf(sentOn(headers));
  }
}

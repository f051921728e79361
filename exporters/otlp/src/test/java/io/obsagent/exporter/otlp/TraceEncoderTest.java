// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import static io.obsagent.exporter.testkit.TestSpan.EPOCH_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.obsagent.exporter.testkit.SampleSpans;
import io.obsagent.exporter.testkit.TestSpan;
import io.obsagent.spi.export.FinishedSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceEncoderTest {
  private final TraceEncoder encoder = new TraceEncoder(Map.of("service.name", "shop"));

  @Test
  void everythingThatASpanHasComesAcross() throws Exception {
    assertThat(decode(SampleSpans.full())).isEqualTo(request("io.obsagent.servlet", fullSpan()));
  }

  @Test
  void whatWasWrittenIsTheCanonicalEncoding() throws Exception {
    byte[] bytes = bytes(List.of(SampleSpans.full()));

    assertThat(bytes).isEqualTo(ExportTraceServiceRequest.parseFrom(bytes).toByteArray());
  }

  @Test
  void spansAreGroupedByScopeInTheirOrder() throws Exception {
    ExportTraceServiceRequest request =
        ExportTraceServiceRequest.parseFrom(
            bytes(
                List.of(
                    TestSpan.named("1").scope("a"),
                    TestSpan.named("2").scope("b"),
                    TestSpan.named("3").scope("a"))));

    assertThat(request.getResourceSpans(0).getScopeSpansList())
        .extracting(
            scope -> scope.getScope().getName(),
            scope -> scope.getSpansList().stream().map(Span::getName).toList())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", List.of("1", "3")),
            org.assertj.core.groups.Tuple.tuple("b", List.of("2")));
  }

  @Test
  void aStructuredValueKeepsItsStructure() throws Exception {
    Value<?> value =
        Value.of(
            KeyValue.of("list", Value.of(Value.of(1), Value.of(true), Value.of(1.5))),
            KeyValue.of("bytes", Value.of(new byte[] {1, 2})));
    TestSpan span =
        TestSpan.named("tool").with(AttributeKey.valueKey("arguments"), (Value<?>) value);

    AnyValue expected =
        AnyValue.newBuilder()
            .setKvlistValue(
                KeyValueList.newBuilder()
                    .addValues(
                        attribute(
                            "list",
                            AnyValue.newBuilder()
                                .setArrayValue(
                                    ArrayValue.newBuilder()
                                        .addValues(number(1))
                                        .addValues(AnyValue.newBuilder().setBoolValue(true))
                                        .addValues(AnyValue.newBuilder().setDoubleValue(1.5)))))
                    .addValues(
                        attribute(
                            "bytes",
                            AnyValue.newBuilder()
                                .setBytesValue(ByteString.copyFrom(new byte[] {1, 2})))))
            .build();
    assertThat(onlySpan(decode(span)).getAttributes(0).getValue()).isEqualTo(expected);
  }

  @Test
  void aRootSpanHasNoParentAndNoStatus() throws Exception {
    Span span = onlySpan(decode(TestSpan.named("root")));

    assertThat(span.getParentSpanId()).isEqualTo(ByteString.EMPTY);
    assertThat(span.hasStatus()).isFalse();
    assertThat(span.getFlags()).isEqualTo(0x101);
  }

  @Test
  void traceStateAndAnExplicitOkComeAcross() throws Exception {
    TraceState state = TraceState.builder().put("b", "2").put("a", "1").build();
    Span span =
        onlySpan(
            decode(
                TestSpan.named("ok")
                    .context(
                        TestSpan.remoteContext(SampleSpans.TRACE_ID, "b7ad6b7169203331", state))
                    .status(StatusCode.OK, "")));

    assertThat(span.getTraceState()).isEqualTo("a=1,b=2");
    assertThat(span.getStatus()).isEqualTo(Status.newBuilder().setCodeValue(1).build());
  }

  @Test
  void loneSurrogatesBecomeQuestionMarks() throws Exception {
    assertThat(onlySpan(decode(TestSpan.named("a\ud800b\udc00"))).getName()).isEqualTo("a?b?");
  }

  @Test
  void textsOfEveryLengthAroundTheBoundsOfALengthComeAcross() throws Exception {
    List<FinishedSpan> spans = new ArrayList<>();
    for (int length : new int[] {0, 1, 126, 127, 128, 129, 16_383, 16_384, 3_000_000}) {
      spans.add(TestSpan.named("a".repeat(length)).with("k", "ü".repeat(length / 2)));
    }

    List<Span> decoded =
        ExportTraceServiceRequest.parseFrom(bytes(spans))
            .getResourceSpans(0)
            .getScopeSpans(0)
            .getSpansList();

    for (int i = 0; i < spans.size(); i++) {
      assertThat(decoded.get(i).getName()).isEqualTo(spans.get(i).name());
      assertThat(decoded.get(i).getAttributes(0).getValue().getStringValue())
          .isEqualTo("ü".repeat(spans.get(i).name().length() / 2));
    }
  }

  private static Span fullSpan() {
    return Span.newBuilder()
        .setTraceId(hex(SampleSpans.TRACE_ID))
        .setSpanId(hex("b7ad6b7169203331"))
        .setParentSpanId(hex("f0f1f2f3f4f5f6f7"))
        .setName("POST /orders/{id} – ü€😀")
        .setKind(Span.SpanKind.SPAN_KIND_SERVER)
        .setStartTimeUnixNano(EPOCH_NANOS + 1_234_567)
        .setEndTimeUnixNano(EPOCH_NANOS + 9_876_543_210L)
        .addAttributes(attribute("http.request.method", text("POST")))
        .addAttributes(attribute("http.response.status_code", number(500)))
        .addAttributes(attribute("retried", AnyValue.newBuilder().setBoolValue(true)))
        .addAttributes(attribute("ratio", AnyValue.newBuilder().setDoubleValue(-0.25)))
        .addAttributes(attribute("names", array(text("a\"b"), text("c"))))
        .addAttributes(attribute("numbers", array(number(1), number(-2))))
        .addAttributes(attribute("long.text", text("x".repeat(20_000))))
        .setDroppedAttributesCount(2)
        .addEvents(
            Span.Event.newBuilder()
                .setTimeUnixNano(EPOCH_NANOS + 5_000_000)
                .setName("exception")
                .addAttributes(attribute("attempt", number(3)))
                .addAttributes(
                    attribute("exception.type", text("java.lang.IllegalStateException"))))
        .addLinks(
            Span.Link.newBuilder()
                .setTraceId(hex("11111111111111112222222222222222"))
                .setSpanId(hex("3333333333333333"))
                .setFlags(0x101))
        .setStatus(
            Status.newBuilder()
                .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                .setMessage("out of stock"))
        .setFlags(0x301)
        .build();
  }

  private static ExportTraceServiceRequest request(String scope, Span span) {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(
                    Resource.newBuilder().addAttributes(attribute("service.name", text("shop"))))
                .addScopeSpans(
                    ScopeSpans.newBuilder()
                        .setScope(InstrumentationScope.newBuilder().setName(scope))
                        .addSpans(span)))
        .build();
  }

  private ExportTraceServiceRequest decode(FinishedSpan span)
      throws InvalidProtocolBufferException {
    return ExportTraceServiceRequest.parseFrom(bytes(List.of(span)));
  }

  private byte[] bytes(List<FinishedSpan> spans) {
    java.nio.ByteBuffer view = encoder.encode(spans);
    byte[] copy = new byte[view.remaining()];
    view.get(copy);
    return copy;
  }

  private static Span onlySpan(ExportTraceServiceRequest request) {
    return request.getResourceSpans(0).getScopeSpans(0).getSpans(0);
  }

  private static ByteString hex(String digits) {
    return ByteString.copyFrom(HexFormat.of().parseHex(digits));
  }

  private static io.opentelemetry.proto.common.v1.KeyValue attribute(
      String key, AnyValue.Builder value) {
    return io.opentelemetry.proto.common.v1.KeyValue.newBuilder()
        .setKey(key)
        .setValue(value)
        .build();
  }

  private static AnyValue.Builder text(String value) {
    return AnyValue.newBuilder().setStringValue(value);
  }

  private static AnyValue.Builder number(long value) {
    return AnyValue.newBuilder().setIntValue(value);
  }

  private static AnyValue.Builder array(AnyValue.Builder... elements) {
    ArrayValue.Builder array = ArrayValue.newBuilder();
    for (AnyValue.Builder element : elements) {
      array.addValues(element);
    }
    return AnyValue.newBuilder().setArrayValue(array);
  }
}

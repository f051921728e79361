// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.jaeger;

import static io.obsagent.exporter.testkit.TestSpan.EPOCH_NANOS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegertracing.agent.thrift.Agent;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Log;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import io.jaegertracing.thriftjava.SpanRef;
import io.jaegertracing.thriftjava.SpanRefType;
import io.jaegertracing.thriftjava.Tag;
import io.jaegertracing.thriftjava.TagType;
import io.obsagent.exporter.testkit.ReceivingServer;
import io.obsagent.exporter.testkit.SampleSpans;
import io.obsagent.exporter.testkit.TestConfig;
import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.exporter.testkit.TestSpan;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanExporter;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanKind;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.thrift.TDeserializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.transport.TMemoryInputTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JaegerExporterTest {
  private final TestMetrics metrics = new TestMetrics();
  private ReceivingServer collector;
  private DatagramSocket agent;

  @BeforeEach
  void start() throws IOException {
    collector = ReceivingServer.start();
    agent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    agent.setSoTimeout(60_000);
  }

  @AfterEach
  void stop() {
    collector.close();
    agent.close();
  }

  @Test
  void everythingThatASpanHasComesAcrossByHttp() throws Exception {
    try (SpanExporter exporter = exporter(url())) {
      exporter.export(List.of(SampleSpans.full()));
    }

    ReceivingServer.Request request = collector.take();
    assertThat(request.method() + " " + request.path()).isEqualTo("POST /api/traces");
    assertThat(request.headers()).containsEntry("Content-type", "application/x-thrift");
    assertThat(binary(request.body())).isEqualTo(new Batch(process(), List.of(fullSpan())));
  }

  @Test
  void everythingThatASpanHasComesAcrossByUdp() throws Exception {
    try (SpanExporter exporter = exporter(udp())) {
      exporter.export(List.of(SampleSpans.full()));
    }

    assertThat(receive()).isEqualTo(new Batch(process(), List.of(fullSpan())));
  }

  @Test
  void aBatchThatIsTooLargeForADatagramIsSplit() throws Exception {
    List<FinishedSpan> spans = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      spans.add(TestSpan.named("span " + i).with("text", "x".repeat(i * 2)));
    }
    try (SpanExporter exporter = exporter(udp())) {
      exporter.export(spans);
    }

    List<String> names = new ArrayList<>();
    while (names.size() < spans.size()) {
      Batch batch = receive();
      assertThat(batch.getProcess()).isEqualTo(process());
      batch.getSpans().forEach(span -> names.add(span.getOperationName()));
    }
    assertThat(names).isEqualTo(spans.stream().map(FinishedSpan::name).toList());
  }

  @Test
  void aSpanThatFitsInNoDatagramIsDroppedAndCounted() throws Exception {
    try (SpanExporter exporter = exporter(udp())) {
      int refused =
          exporter.export(
              List.of(
                  TestSpan.named("before"),
                  TestSpan.named("giant").with("text", "x".repeat(66_000)),
                  TestSpan.named("after")));
      assertThat(refused).isEqualTo(1);
    }

    List<String> names = new ArrayList<>();
    receive().getSpans().forEach(span -> names.add(span.getOperationName()));
    receive().getSpans().forEach(span -> names.add(span.getOperationName()));
    assertThat(names).containsExactly("before", "after");
    assertThat(metrics.total("obs_agent_dropped_total", "traces", "too_large")).isEqualTo(1);
  }

  @Test
  void theAgentGetsWhatTheCollectorGets() throws Exception {
    try (SpanExporter http = exporter(url());
        SpanExporter udp = exporter(udp())) {
      http.export(SampleSpans.shopRequest());
      udp.export(SampleSpans.shopRequest());
    }

    assertThat(receive()).isEqualTo(binary(collector.take().body()));
  }

  @Test
  void kindAndBytesHaveTheirTags() throws Exception {
    try (SpanExporter exporter = exporter(url())) {
      for (SpanKind kind : SpanKind.values()) {
        exporter.export(
            List.of(
                TestSpan.named("a")
                    .kind(kind)
                    .with(
                        AttributeKey.valueKey("bytes"), (Value<?>) Value.of(new byte[] {1, -1}))));
      }
    }

    List<String> kinds = new ArrayList<>();
    for (int i = 0; i < SpanKind.values().length; i++) {
      List<Tag> tags = binary(collector.take().body()).getSpans().get(0).getTags();
      assertThat(tags.get(0))
          .isEqualTo(tag("bytes", TagType.BINARY).setVBinary(new byte[] {1, -1}));
      tags.stream()
          .filter(tag -> tag.getKey().equals("span.kind"))
          .forEach(tag -> kinds.add(tag.getVStr()));
    }
    assertThat(kinds).containsExactly("server", "client", "producer", "consumer");
  }

  @Test
  void aTokenOrAUserIsShownToTheCollector() throws Exception {
    try (SpanExporter token = exporter(url(), "JAEGER_AUTH_TOKEN", "t0ken");
        SpanExporter user = exporter(url(), "JAEGER_USER", "me", "JAEGER_PASSWORD", "pass")) {
      token.export(SampleSpans.shopRequest());
      user.export(SampleSpans.shopRequest());
    }

    assertThat(collector.take().headers()).containsEntry("Authorization", "Bearer t0ken");
    assertThat(collector.take().headers()).containsEntry("Authorization", "Basic bWU6cGFzcw==");
  }

  @Test
  void aPathOfTheEndpointIsKept() throws Exception {
    try (SpanExporter exporter = exporter(url() + "/jaeger/api/traces?format=jaeger.thrift")) {
      exporter.export(SampleSpans.shopRequest());
    }

    assertThat(collector.take().path()).isEqualTo("/jaeger/api/traces?format=jaeger.thrift");
  }

  @Test
  void anEndpointThatIsNoneIsNamedWithTheWayOut() {
    assertThatThrownBy(() -> exporter("host:port"))
        .hasMessage("expected http://collector:14268 or agent:6831");
    assertThatThrownBy(() -> exporter("http://user:password@host"))
        .hasMessage("expected a URL like http://host:4318, without user and password");
  }

  private String url() {
    return "http://localhost:" + collector.port();
  }

  private String udp() {
    return agent.getLocalAddress().getHostAddress() + ":" + agent.getLocalPort();
  }

  private SpanExporter exporter(String endpoint, String... more) {
    List<String> texts = new ArrayList<>(List.of("JAEGER_ENDPOINT", endpoint));
    texts.addAll(Arrays.asList(more));
    Map<String, String> resource = new LinkedHashMap<>();
    resource.put("service.name", "shop");
    resource.put("host.name", "h1");
    return new JaegerExporterFactory()
        .create(
            new ExporterFactory.Environment(
                TestConfig.of(texts.toArray(new String[0])), resource, metrics));
  }

  private static Batch binary(byte[] body) throws Exception {
    Batch batch = new Batch();
    new TDeserializer(new TBinaryProtocol.Factory()).deserialize(batch, body);
    return batch;
  }

  private Batch receive() throws Exception {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    agent.receive(packet);
    assertThat(packet.getLength()).isLessThanOrEqualTo(JaegerUdpExporter.MAX_DATAGRAM);
    Batch[] received = new Batch[1];
    Agent.Iface handler =
        new Agent.Iface() {
          @Override
          public void emitBatch(Batch batch) {
            received[0] = batch;
          }

          @Override
          public void emitZipkinBatch(List<com.twitter.zipkin.thriftjava.Span> spans) {
            throw new AssertionError("no zipkin batch was sent");
          }
        };
    TMemoryInputTransport transport =
        new TMemoryInputTransport(packet.getData(), 0, packet.getLength());
    TCompactProtocol protocol = new TCompactProtocol(transport);
    new Agent.Processor<>(handler).process(protocol, protocol);
    assertThat(transport.getBytesRemainingInBuffer()).isZero();
    return received[0];
  }

  private static Process process() {
    return new Process("shop").setTags(List.of(text("host.name", "h1")));
  }

  private static Span fullSpan() {
    return new Span(
            0x8448eb211c80319cL,
            0x0af7651916cd43ddL,
            0xb7ad6b7169203331L,
            0xf0f1f2f3f4f5f6f7L,
            "POST /orders/{id} – ü€😀",
            1,
            (EPOCH_NANOS + 1_234_567) / 1_000,
            9_876_543 - 1_234)
        .setReferences(
            List.of(
                new SpanRef(
                    SpanRefType.CHILD_OF,
                    0x8448eb211c80319cL,
                    0x0af7651916cd43ddL,
                    0xf0f1f2f3f4f5f6f7L),
                new SpanRef(
                    SpanRefType.FOLLOWS_FROM,
                    0x2222222222222222L,
                    0x1111111111111111L,
                    0x3333333333333333L)))
        .setTags(
            List.of(
                text("http.request.method", "POST"),
                number("http.response.status_code", 500),
                tag("retried", TagType.BOOL).setVBool(true),
                tag("ratio", TagType.DOUBLE).setVDouble(-0.25),
                text("names", "[\"a\\\"b\",\"c\"]"),
                text("numbers", "[1,-2]"),
                text("long.text", "x".repeat(20_000)),
                text("span.kind", "server"),
                text("otel.scope.name", "io.obsagent.servlet"),
                text("otel.status_code", "ERROR"),
                text("otel.status_description", "out of stock"),
                tag("error", TagType.BOOL).setVBool(true),
                number("otel.dropped_attributes_count", 2)))
        .setLogs(
            List.of(
                new Log(
                    (EPOCH_NANOS + 5_000_000) / 1_000,
                    List.of(
                        text("event", "exception"),
                        number("attempt", 3),
                        text("exception.type", "java.lang.IllegalStateException")))));
  }

  private static Tag tag(String key, TagType type) {
    return new Tag(key, type);
  }

  private static Tag text(String key, String value) {
    return tag(key, TagType.STRING).setVStr(value);
  }

  private static Tag number(String key, long value) {
    return tag(key, TagType.LONG).setVLong(value);
  }
}

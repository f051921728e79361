// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.jaegertracing.thrift.internal.senders.ThriftSender;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import io.jaegertracing.thriftjava.SpanRef;
import io.jaegertracing.thriftjava.Tag;
import io.obsagent.exporter.testkit.RandomFacts;
import io.obsagent.exporter.testkit.SdkSpans;
import io.obsagent.spi.export.FinishedSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.jaeger.thrift.JaegerThriftSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.thrift.TDeserializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.transport.TTransportException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same spans through our encoder and through the SDK's last exporter for Jaeger's own protocol
 * are the same batch, but for what {@link #asTheSdk} names.
 */
class SdkOracleTest {
  private static final Resource RESOURCE =
      Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "shöp"));

  @ParameterizedTest
  @CsvSource({"1,true", "2,false", "3,true", "4,false", "5,true", "6,false", "7,true", "8,false"})
  void batchesAreAsTheSdkSendsThem(long seed, boolean compact) throws Exception {
    List<FinishedSpan> spans = new RandomFacts(seed).spans(60);
    Kept theirs = new Kept();
    try (JaegerThriftSpanExporter exporter =
        JaegerThriftSpanExporter.builder().setThriftSender(theirs).build()) {
      assertThat(
              exporter
                  .export(spans.stream().map(span -> SdkSpans.of(span, RESOURCE)).toList())
                  .isSuccess())
          .isTrue();
    }

    Batch own = own(spans, compact);

    assertThat(own.getProcess().getServiceName()).isEqualTo(theirs.service);
    assertThat(own.getSpans()).hasSameSizeAs(theirs.spans);
    Comparator<Span> byId = Comparator.comparing(Span::getSpanId);
    own.getSpans().sort(byId);
    theirs.spans.sort(byId);
    for (int i = 0; i < spans.size(); i++) {
      assertThat(asTheSdk(own.getSpans().get(i)).toString())
          .isEqualTo(asTheSdk(theirs.spans.get(i)).toString());
    }
  }

  /**
   * Without the order of tags; without the scope's name under its older name, which we do not send,
   * and the status' text under the name that the specification has since given it; lists as what
   * their JSON says; without the flags, where we say that a span is sampled and the SDK says
   * nothing; and without the rounding of durations: we cut start and end to microseconds, so that a
   * child never seems to end after its parent.
   */
  private static Span asTheSdk(Span span) {
    Span same = new Span(span);
    same.setDuration(0);
    same.setFlags(0);
    same.setTags(comparable(span.getTags()));
    if (span.getReferences() == null) {
      same.setReferences(new ArrayList<>());
    }
    same.getReferences().sort(Comparator.comparing(SpanRef::getSpanId));
    if (span.getLogs() == null) {
      same.setLogs(new ArrayList<>());
    }
    same.getLogs().forEach(log -> log.setFields(comparable(log.getFields())));
    return same;
  }

  private static List<Tag> comparable(List<Tag> tags) {
    List<Tag> same = new ArrayList<>();
    for (Tag tag : tags) {
      boolean older = tag.getKey().equals("otel.library.name");
      if (!older) {
        Tag copy = new Tag(tag);
        if (copy.getKey().equals("otel.status_message")) {
          copy.setKey("otel.status_description");
        }
        if (copy.getVStr() != null && copy.getVStr().startsWith("[") && !isText(copy)) {
          copy.setVStr(JsonParser.parseString(copy.getVStr()).toString());
        }
        same.add(copy);
      }
    }
    same.sort(Comparator.comparing(Tag::getKey));
    return same;
  }

  private static boolean isText(Tag tag) {
    try {
      return !JsonParser.parseString(tag.getVStr()).isJsonArray();
    } catch (JsonParseException e) {
      return true;
    }
  }

  private static Batch own(List<FinishedSpan> spans, boolean compact) throws Exception {
    ThriftOutput output = compact ? new CompactOutput() : new BinaryOutput();
    BatchEncoder encoder = new BatchEncoder(output, Map.of("service.name", "shöp"));
    encoder.process();
    int list = output.beginList(2);
    spans.forEach(encoder::span);
    output.endList(list, spans.size());
    output.endStruct(0);
    byte[] bytes = new byte[output.size()];
    output.view().get(bytes);
    Batch batch = new Batch();
    TProtocolFactory protocol =
        compact ? new TCompactProtocol.Factory() : new TBinaryProtocol.Factory();
    new TDeserializer(protocol).deserialize(batch, bytes);
    return batch;
  }

  /** Keeps what would be sent. */
  private static final class Kept extends ThriftSender {
    private final List<Span> spans = new ArrayList<>();
    private String service = "";

    Kept() throws TTransportException {
      super(ThriftSender.ProtocolType.Binary, 1 << 30);
    }

    @Override
    public void send(Process process, List<Span> batch) {
      service = process.getServiceName();
      spans.addAll(batch);
    }
  }
}

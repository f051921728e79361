// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.obsagent.core.testing.Fixture;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.MessageTarget;
import io.obsagent.spi.telemetry.MessagingOperation;
import io.obsagent.spi.telemetry.MessagingOperation.Relation;
import io.obsagent.spi.telemetry.PolledMessages;
import io.obsagent.spi.telemetry.RpcCall;
import io.obsagent.spi.telemetry.RpcOperation;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessagingTest {
  private static final MessageTarget ORDERS =
      new MessageTarget("kafka", "orders", "billing", "broker", 9092);
  private static final RpcCall ADD = new RpcCall("grpc", "shop.Cart/Add", "cart", 50051);

  private static final HeaderSetter<Map<String, String>> SETTER =
      new HeaderSetter<>() {
        @Override
        public void set(@Nullable Map<String, String> carrier, String key, String value) {
          carrier.put(key, value);
        }

        @Override
        public void remove(Map<String, String> carrier, String name) {
          carrier.remove(name);
        }
      };

  private static final TextMapGetter<Map<String, String>> GETTER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
          return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
          return carrier.get(key);
        }
      };

  private final Fixture fixture = new Fixture();

  @BeforeEach
  void install() {
    io.obsagent.spi.telemetry.Telemetry.install(fixture.telemetry());
  }

  private Map<String, String> sent() {
    MessagingOperation send = MessagingOperation.startSend(ORDERS, 1);
    send.attach();
    assertThat(MessagingOperation.startSend(ORDERS, 1)).isNull();
    Map<String, String> message = new HashMap<>();
    send.inject(message, SETTER);
    send.finish(null);
    return message;
  }

  private FinishedSpan last() {
    return fixture.spans.get(fixture.spans.size() - 1);
  }

  @Test
  void aMessageIsProcessedInTheTraceOfItsSender() {
    Map<String, String> message = sent();
    MessagingOperation process =
        MessagingOperation.startProcess(ORDERS, Relation.CHILD, GETTER, message);
    process.messageId("17");
    process.end(null);

    FinishedSpan sender = fixture.spans.get(0);
    assertThat(sender.kind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(sender.name()).isEqualTo("send orders");
    assertThat(last().kind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(last().name()).isEqualTo("process orders");
    assertThat(last().parentSpanId()).isEqualTo(sender.spanId());
    assertThat(last().isParentRemote()).isTrue();
    assertThat(last().context().getTraceId()).isEqualTo(sender.context().getTraceId());
    assertThat(Fixture.attributes(last()))
        .containsEntry("messaging.system", "kafka")
        .containsEntry("messaging.destination.name", "orders")
        .containsEntry("messaging.consumer.group.name", "billing")
        .containsEntry("messaging.operation.type", "process")
        .containsEntry("messaging.message.id", "17")
        .containsEntry("server.port", 9092L)
        .doesNotContainKey("messaging.batch.message_count");
    assertThat(fixture.values("messaging_process_duration_seconds"))
        .containsExactly(entry(List.of("kafka", "orders", "success"), 1.0));
  }

  @Test
  void whatIsPassedOnByNobodyStaysInItsTrace() {
    Map<String, String> message = sent();
    MessagingOperation.startPassingOn(ORDERS, GETTER, message).end(null);
    MessagingOperation process =
        MessagingOperation.startProcess(ORDERS, Relation.CHILD, GETTER, message);
    process.attach();
    MessagingOperation.startPassingOn(ORDERS, GETTER, message).end(null);
    process.finish(null);

    FinishedSpan byNobody = fixture.spans.get(1);
    assertThat(byNobody.kind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(byNobody.name()).isEqualTo("send orders");
    assertThat(byNobody.parentSpanId()).isEqualTo(fixture.spans.get(0).spanId());
    assertThat(fixture.spans.get(2).parentSpanId()).isEqualTo(last().spanId());
    assertThat(fixture.values("messaging_sent_messages_total"))
        .containsExactly(entry(List.of("kafka", "orders"), 3.0));
  }

  @Test
  void aBatchIsATraceOfItsOwnWithALinkToEachSender() {
    List<Map<String, String>> batch = List.of(sent(), sent(), Map.of());
    List<SpanContext> senders = fixture.spans.stream().map(FinishedSpan::context).toList();
    MessagingOperation process = MessagingOperation.startProcessBatch(ORDERS, GETTER, batch);
    process.end(new IllegalStateException("no"));

    assertThat(last().parentSpanId()).isZero();
    assertThat(last().links())
        .extracting(SpanContext::getSpanId)
        .containsExactlyElementsOf(senders.stream().map(SpanContext::getSpanId).toList());
    assertThat(Fixture.attributes(last()))
        .containsEntry("messaging.batch.message_count", 3L)
        .containsEntry("error.type", IllegalStateException.class.getName());
    assertThat(fixture.values("messaging_consumed_messages_total"))
        .containsExactly(entry(List.of("kafka", "orders"), 3.0));
    assertThat(fixture.values("messaging_process_duration_seconds"))
        .containsExactly(entry(List.of("kafka", "orders", "error"), 1.0));
  }

  @Test
  void whereARecordStandsAndHowOldItIsAreTold() {
    MessagingOperation process =
        MessagingOperation.startProcess(ORDERS, MessagingOperation.relation(), GETTER, sent());
    process.position(3, 4711);
    process.sentAt(System.currentTimeMillis() - 20_000);
    process.sentAt(0);
    process.end(null);

    assertThat(Fixture.attributes(last()))
        .containsEntry("messaging.destination.partition.id", "3")
        .containsEntry("messaging.kafka.offset", 4711L);
    assertThat(fixture.values("messaging_latency_seconds"))
        .containsExactly(entry(List.of("kafka", "orders"), 1.0));
  }

  @Test
  void aFrameworkTellsWhatAListenerHasThrown() {
    MessagingOperation process =
        MessagingOperation.startProcess(ORDERS, Relation.CHILD, GETTER, sent());
    assertThat(MessagingOperation.current()).isNull();
    process.attach();
    MessagingOperation.current().failed(new IllegalStateException("no"));
    process.finish(null);

    assertThat(Fixture.attributes(last()))
        .containsEntry("error.type", IllegalStateException.class.getName());
    assertThat(MessagingOperation.current()).isNull();
  }

  @Test
  void aThreadThatIsAtNothingProcessesWhatItAskedForUntilItAsksAgain() {
    Map<String, String> first = sent();
    PolledMessages.received(ORDERS, GETTER, first, "1", 0);
    Map<String, String> consequence = sent();
    PolledMessages.received(ORDERS, GETTER, consequence, "2", 0);
    PolledMessages.settled("rejected");
    sent();

    List<String> names = fixture.spans.stream().map(FinishedSpan::name).toList();
    assertThat(names)
        .containsExactly(
            "send orders", "send orders", "process orders", "process orders", "send orders");
    assertThat(fixture.spans.get(1).parentSpanId()).isEqualTo(fixture.spans.get(2).spanId());
    assertThat(fixture.spans.get(3).parentSpanId()).isEqualTo(fixture.spans.get(1).spanId());
    assertThat(Fixture.attributes(fixture.spans.get(3))).containsEntry("error.type", "rejected");
    assertThat(last().parentSpanId()).isZero();
  }

  @Test
  void whatIsSettledWithinAnotherSpanIsNotCurrentAfterIt() {
    PolledMessages.received(ORDERS, GETTER, sent(), "1", 0);
    RpcOperation served = RpcOperation.startServer(ADD, GETTER, Map.of());
    served.attach();
    PolledMessages.settled(null);
    served.finish(null);
    PolledMessages.settled(null);
    sent();

    assertThat(last().parentSpanId()).isZero();
  }

  @Test
  void whatAThreadDoesFiveMinutesAfterItAskedIsNotOfThatMessage() {
    PolledMessages.received(ORDERS, GETTER, sent(), "1", 0);
    fixture.clock.turn(301_000);
    sent();
    PolledMessages.settled(null);

    FinishedSpan late = fixture.spans.get(1);
    assertThat(late.parentSpanId()).isZero();
    assertThat(late.links())
        .extracting(SpanContext::getSpanId)
        .containsExactly(last().context().getSpanId());
  }

  @Test
  void toGetAMessageIsAPartOfWhatAThreadIsAt() {
    Map<String, String> message = sent();
    MessagingOperation process =
        MessagingOperation.startProcess(ORDERS, Relation.CHILD, GETTER, Map.of());
    process.attach();
    PolledMessages.received(ORDERS, GETTER, message, null, 0);
    process.finish(null);

    FinishedSpan receive = fixture.spans.get(1);
    assertThat(receive.name()).isEqualTo("receive orders");
    assertThat(receive.kind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(receive.parentSpanId()).isEqualTo(last().spanId());
    assertThat(receive.links())
        .extracting(SpanContext::getSpanId)
        .containsExactly(fixture.spans.get(0).context().getSpanId());
    assertThat(fixture.values("messaging_consumed_messages_total"))
        .containsExactly(entry(List.of("kafka", "orders"), 2.0));
    assertThat(fixture.values("messaging_process_duration_seconds"))
        .containsExactly(entry(List.of("kafka", "orders", "success"), 1.0));
  }

  @Test
  void aMessageOfNobodyBeginsATrace() {
    MessagingOperation.startProcess(ORDERS, Relation.CHILD, GETTER, Map.of()).end(null);
    assertThat(last().parentSpanId()).isZero();
    assertThat(last().isParentRemote()).isFalse();
  }

  @Test
  void aRemoteCallIsServedInTheTraceOfItsCaller() {
    RpcOperation call = RpcOperation.startClient(ADD);
    call.attach();
    assertThat(
            fixture.telemetry().startHttpClient(Fixture.CLIENT, new Fixture.Request("POST", "/")))
        .isNull();
    Map<String, String> headers = new HashMap<>();
    call.inject(headers, SETTER);
    call.detach();
    RpcOperation served = RpcOperation.startServer(ADD, GETTER, headers);
    served.status("NOT_FOUND", false);
    served.end(null);
    call.status("NOT_FOUND", true);
    call.end(null);

    FinishedSpan server = fixture.spans.get(0);
    assertThat(server.name()).isEqualTo("shop.Cart/Add");
    assertThat(server.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(server.parentSpanId()).isEqualTo(last().spanId());
    assertThat(Fixture.attributes(server))
        .containsEntry("rpc.system.name", "grpc")
        .containsEntry("rpc.method", "shop.Cart/Add")
        .containsEntry("rpc.response.status_code", "NOT_FOUND")
        .doesNotContainKey("error.type");
    assertThat(Fixture.attributes(last())).containsEntry("error.type", "NOT_FOUND");
    assertThat(fixture.values("rpc_client_duration_seconds"))
        .containsExactly(entry(List.of("grpc", "shop.Cart/Add", "NOT_FOUND"), 1.0));
    assertThat(fixture.values("rpc_server_duration_seconds"))
        .containsExactly(entry(List.of("grpc", "shop.Cart/Add", "NOT_FOUND"), 1.0));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What holds for every library of a message broker: a test extends this and says how to send, and
 * how to process what has come. Each test uses a destination of its own, so that what one leaves
 * behind is not another's.
 */
@ExtendWith(AgentExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class MessagingKit {
  private static final String BODY = "secret-4711";
  private static final String CORRELATION_ID = "c0ffee-17";
  private static final Map<String, String> REQUEST = Map.of("X-Correlation-ID", CORRELATION_ID);

  /** What a consumer gets. */
  public record Message(String body, Map<String, String> headers) {}

  private int destinations;

  /** {@code messaging.system}, as the conventions have it. */
  protected abstract String system();

  /** Makes a topic or queue, if one has to be made. */
  protected abstract void create(String destination) throws Exception;

  /** Sends, as an application does, and waits until the broker has it. */
  protected abstract void send(String destination, Message message) throws Exception;

  /**
   * Processes the next message as the library's listeners do, and returns when that is over. What
   * the handler throws goes to the library, and no further.
   */
  protected abstract void process(String destination, Consumer<Message> handler) throws Exception;

  /**
   * Whether the library gives its listeners several messages at once, always or where {@code
   * messaging.processing} is {@code batch}: {@link #processBatch}.
   */
  protected boolean batches() {
    return false;
  }

  /** The same for this many messages in one call of a listener. */
  protected void processBatch(String destination, int messages, Consumer<List<Message>> handler)
      throws Exception {
    throw new UnsupportedOperationException();
  }

  @Test
  void aMessageIsSentWithinTheRequestAndProcessedAsItsConsequence() throws Exception {
    String orders = destination();
    sendWithin(REQUEST, orders, new Message(BODY, Map.of()));
    process(orders, message -> assertThat(message.body()).isEqualTo(BODY));

    Recorded.awaitSpans(3);
    RecordedSpan send = Recorded.span("send " + orders);
    RecordedSpan process = Recorded.span("process " + orders);
    assertThat(send.kind()).isEqualTo("PRODUCER");
    assertThat(send.parentSpanId()).isNotEmpty();
    assertThat(process.kind()).isEqualTo("CONSUMER");
    assertFollows(process, send);
    for (RecordedSpan span : List.of(send, process)) {
      assertThat(span.attributes())
          .containsEntry("messaging.system", system())
          .containsEntry("messaging.destination.name", orders);
      assertThat(span.status()).isEqualTo("UNSET");
    }
    assertThat(send.attribute("messaging.operation.type")).isEqualTo("send");
    assertThat(process.attribute("messaging.operation.type")).isEqualTo("process");
  }

  @Test
  void aMessageIsATraceOfItsOwnWhereLinksAreAskedFor() throws Exception {
    processing("link");
    String orders = destination();
    sendWithin(REQUEST, orders, new Message(BODY, Map.of()));
    process(orders, message -> {});

    Recorded.awaitSpans(3);
    RecordedSpan process = Recorded.span("process " + orders);
    assertThat(process.parentSpanId()).isEmpty();
    assertThat(process.isLinkedTo(Recorded.span("send " + orders))).isTrue();
    assertThat(process.attribute("correlation.id")).isEqualTo(CORRELATION_ID);
  }

  @AfterEach
  void processAsConfigured() {
    processing("");
  }

  @SuppressWarnings("unchecked")
  private static void processing(String relation) {
    ((AtomicReference<String>) System.getProperties().get("obs.testing.processing")).set(relation);
  }

  @Test
  void theCorrelationIdGoesWithTheMessage() throws Exception {
    String orders = destination();
    sendWithin(REQUEST, orders, new Message(BODY, Map.of()));
    List<Message> received = new ArrayList<>();
    process(orders, received::add);

    Recorded.awaitSpans(3);
    assertThat(Recorded.span("process " + orders).attribute("correlation.id"))
        .isEqualTo(CORRELATION_ID);
    assertThat(received.get(0).headers()).containsKey("traceparent");
  }

  @Test
  void whatTheApplicationSetsArrivesAsItIs() throws Exception {
    String orders = destination();
    send(orders, new Message(BODY, Map.of("tenant", "blue")));
    List<Message> received = new ArrayList<>();
    process(orders, received::add);

    assertThat(received).hasSize(1);
    assertThat(received.get(0).body()).isEqualTo(BODY);
    assertThat(received.get(0).headers()).containsEntry("tenant", "blue");
    Recorded.awaitSpans(2);
    assertThat(Recorded.span("send " + orders).parentSpanId()).isEmpty();
  }

  @Test
  void whatTheHandlerSendsBelongsToTheMessageItProcesses() throws Exception {
    String orders = destination();
    String bills = destination();
    send(orders, new Message(BODY, Map.of()));
    process(orders, message -> sendQuietly(bills, message.body()));
    process(bills, message -> {});

    Recorded.awaitSpans(4);
    RecordedSpan forwarded = Recorded.span("send " + bills);
    assertThat(forwarded.isChildOf(Recorded.span("process " + orders))).isTrue();
    assertFollows(Recorded.span("process " + bills), forwarded);
  }

  @Test
  void noMessageTakesUpTheContextOfTheOneBefore() throws Exception {
    String orders = destination();
    for (int i = 0; i < 3; i++) {
      send(orders, new Message("order-" + i, Map.of()));
    }
    for (int i = 0; i < 3; i++) {
      process(orders, message -> {});
    }

    List<RecordedSpan> spans = Recorded.awaitSpans(6);
    List<RecordedSpan> sent = named(spans, "send " + orders);
    List<RecordedSpan> processed = named(spans, "process " + orders);
    for (int i = 0; i < 3; i++) {
      assertFollows(processed.get(i), sent.get(i));
    }
    assertThat(sent.stream().map(RecordedSpan::traceId).distinct()).hasSize(3);
  }

  @Test
  void aHandlerThatThrowsIsAnErrorOfItsSpanAndItsMetric() throws Exception {
    String orders = destination();
    send(orders, new Message(BODY, Map.of()));
    process(
        orders,
        message -> {
          throw new IllegalStateException("out of stock");
        });

    Recorded.awaitSpans(2);
    RecordedSpan process = Recorded.span("process " + orders);
    assertThat(process.status()).isEqualTo("ERROR");
    assertThat(process.attribute("error.type")).isEqualTo(IllegalStateException.class.getName());
    assertThat(count("process", orders, "error")).isEqualTo(1);
    assertThat(count("process", orders, "success")).isNull();
    assertThat(count("send", orders, "success")).isEqualTo(1);
  }

  @Test
  void messagesAreCountedByDestination() throws Exception {
    String orders = destination();
    for (int i = 0; i < 2; i++) {
      send(orders, new Message(BODY, Map.of()));
      process(orders, message -> {});
    }

    Recorded.awaitSpans(4);
    assertThat(count("send", orders, "success")).isEqualTo(2);
    assertThat(count("process", orders, "success")).isEqualTo(2);
    String labels = "{system=\"" + system() + "\",destination=\"" + orders + "\"}";
    assertThat(Recorded.metric("messaging_sent_messages_total" + labels)).isEqualTo(2);
    assertThat(Recorded.metric("messaging_consumed_messages_total" + labels)).isEqualTo(2);
  }

  @Test
  void noBodyAndNoHeaderOfTheApplicationIsRecorded() throws Exception {
    String orders = destination();
    send(orders, new Message(BODY, Map.of("tenant", "secret-4712")));
    process(orders, message -> {});

    assertThat(Recorded.awaitSpans(2).toString()).doesNotContain("secret-471");
  }

  @Test
  void aBatchIsOneSpanWithALinkToEachSender() throws Exception {
    assumeTrue(batches(), "the library's listeners get one message at a time");
    processing("batch");
    String orders = destination();
    for (int i = 0; i < 3; i++) {
      send(orders, new Message("order-" + i, Map.of()));
    }
    processBatch(orders, 3, messages -> assertThat(messages).hasSize(3));

    List<RecordedSpan> spans = Recorded.awaitSpans(4);
    RecordedSpan process = Recorded.span("process " + orders);
    assertThat(process.attribute("messaging.batch.message_count")).isEqualTo(3L);
    assertThat(process.parentSpanId()).isEmpty();
    assertThat(named(spans, "send " + orders)).hasSize(3).allMatch(process::isLinkedTo);
    assertThat(count("process", orders, "success")).isEqualTo(1);
  }

  private String destination() throws Exception {
    String name = "orders-" + getClass().getSimpleName() + "-" + destinations++;
    create(name);
    return name;
  }

  private void sendWithin(Map<String, String> request, String destination, Message message)
      throws Exception {
    Recorded.served(
        new HashMap<>(request),
        () -> {
          send(destination, message);
          return null;
        });
  }

  private void sendQuietly(String destination, String body) {
    try {
      send(destination, new Message(body, Map.of()));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void assertFollows(RecordedSpan process, RecordedSpan send) {
    assertThat(process.isChildOf(send)).as("child of who sent it").isTrue();
  }

  private static List<RecordedSpan> named(List<RecordedSpan> spans, String name) {
    return spans.stream().filter(span -> span.name().equals(name)).toList();
  }

  private Double count(String operation, String destination, String outcome) {
    return Recorded.metric(
        "messaging_"
            + operation
            + "_duration_seconds_count{system=\""
            + system()
            + "\",destination=\""
            + destination
            + "\",outcome=\""
            + outcome
            + "\"}");
  }
}

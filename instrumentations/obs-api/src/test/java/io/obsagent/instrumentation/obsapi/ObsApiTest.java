// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.obsapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.acme.orders.OrderDesk;
import io.obsagent.api.Gauge;
import io.obsagent.api.Obs;
import io.obsagent.api.Tracked;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class ObsApiTest {
  private final OrderDesk desk = new OrderDesk();

  private static double value(String series) {
    Double found = Recorded.metric(series);
    return found == null ? 0 : found;
  }

  private static double operations(String operation, String outcome) {
    return value(
        "operation_duration_seconds_count{operation=\"%s\",outcome=\"%s\"}"
            .formatted(operation, outcome));
  }

  @Test
  void anOperationIsASpanWithAllThatIsToldMeanwhile() {
    double before = operations("order", "success");
    assertThat(desk.order("web", 12.5)).isEqualTo("taken");
    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    RecordedSpan order = spans.get(0);
    RecordedSpan price = spans.get(1);
    assertThat(order.name()).isEqualTo("order");
    assertThat(order.status()).isEqualTo("UNSET");
    assertThat(order.attributes())
        .containsEntry("kind", "web")
        .containsEntry("euros", 12.5)
        .containsEntry("express", false);
    assertThat(order.events()).hasSize(1);
    assertThat(price.isChildOf(order)).isTrue();
    assertThat(price.attributes())
        .containsEntry("rules", 3L)
        .containsEntry("currency", "EUR")
        .containsEntry("final", true);
    assertThat(operations("order", "success")).isEqualTo(before + 1);
  }

  @Test
  void aCheckIsAskedAsItIsAndTheLastOfItsNameCounts() throws Exception {
    AtomicBoolean open = new AtomicBoolean();
    ClassLoader[] seen = new ClassLoader[1];
    Obs.health("till", () -> true);
    Obs.health(
        "till",
        () -> {
          seen[0] = Thread.currentThread().getContextClassLoader();
          return open.get();
        });
    Obs.health(
        "door",
        () -> {
          throw new IllegalStateException("s3cret");
        });
    Obs.health("no\nname", () -> true);
    Obs.health(null, null);
    System.gc();
    Callable<?> till = Recorded.health().get("till");
    assertThat(till.call()).isEqualTo(false);
    assertThat(seen[0]).isSameAs(getClass().getClassLoader());
    open.set(true);
    assertThat(till.call()).isEqualTo(true);
    assertThatThrownBy(Recorded.health().get("door")::call)
        .isInstanceOf(IllegalStateException.class);
    assertThat(Recorded.health()).doesNotContainKey("no\nname");
  }

  @Test
  void whatFailsIsToldWithItsReason() {
    double before = operations("order", "error");
    double lost = operations("lost", "error");
    assertThat(desk.order("web", -1)).isEqualTo("refused");
    assertThatThrownBy(desk::lost).isInstanceOf(IllegalStateException.class);
    try (Tracked thrown = Obs.track("thrown")) {
      thrown.failed(new IllegalStateException("no"));
    }
    List<RecordedSpan> spans = Recorded.awaitSpans(3);
    assertThat(spans).extracting(RecordedSpan::status).containsOnly("ERROR");
    assertThat(spans.get(0).attributes()).containsEntry("error.type", "negative");
    assertThat(spans.get(1).attributes()).containsEntry("error.type", "unfinished");
    assertThat(spans.get(2).attributes())
        .containsEntry("error.type", "java.lang.IllegalStateException");
    assertThat(operations("order", "error")).isEqualTo(before + 1);
    assertThat(operations("lost", "error")).isEqualTo(lost + 1);
  }

  @Test
  void anOperationMayEndOnAnotherThread() throws Exception {
    Tracked send = Obs.track("send");
    send.detach();
    Obs.span("beside").close();
    Thread other =
        new Thread(
            () -> {
              send.success();
              send.close();
            });
    other.start();
    other.join();
    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    assertThat(spans.get(1).isChildOf(spans.get(0))).isFalse();
    assertThat(operations("send", "success")).isEqualTo(1);
  }

  @Test
  void instrumentsAreAmongTheAgentsMetrics() {
    Obs.counter("own_orders", "kind").help("Orders taken.").add(2, "web");
    Obs.counter("own_orders_total", "kind").add(3, "web");
    Gauge open = Obs.gauge("own.open", "shop");
    open.set(7, "a");
    open.add(-2, "a");
    Obs.histogram("own_import_seconds").record(0.5);
    Obs.histogram("own_euros").buckets(1, 10).record(5);
    assertThat(found("own_"))
        .isEqualTo(
            Map.of(
                "own_orders_total{kind=\"web\"}", 5.0,
                "own_open{shop=\"a\"}", 5.0,
                "own_import_seconds_count", 1.0,
                "own_import_seconds_sum", 0.5,
                "own_euros_count", 1.0,
                "own_euros_sum", 5.0));
  }

  @Test
  void whatTheAgentCountsStaysTheAgents() {
    Obs.counter("business_events_total", "mine").add(3, "x");
    Obs.event("known");
    assertThat(value("app_business_events_total{mine=\"x\"}")).isEqualTo(3);
    assertThat(value("business_events_total{event=\"known\"}")).isEqualTo(1);
  }

  private static Map<String, Double> found(String prefix) {
    Map<String, Double> found = new TreeMap<>();
    for (String name : Recorded.seriesNames()) {
      if (name.startsWith(prefix)) {
        found.put(name, value(name));
      }
    }
    return found;
  }

  @Test
  void annotatedMethodsAreSpansAndOperations() {
    double before = operations("registration", "success");
    assertThat(desk.plain(2)).isEqualTo(4);
    assertThat(desk.register("me")).isEqualTo("me");
    assertThatThrownBy(() -> desk.register("")).isInstanceOf(IllegalArgumentException.class);
    assertThat(Recorded.awaitSpans(3))
        .extracting(RecordedSpan::name)
        .containsExactly("OrderDesk.plain", "registration", "registration");
    assertThat(operations("registration", "success")).isEqualTo(before + 1);
    assertThat(operations("registration", "error")).isEqualTo(1);
  }

  @Test
  void aMethodThatReturnsNothingIsOneToo() {
    desk.close();
    assertThat(Recorded.awaitSpans(2))
        .extracting(RecordedSpan::name)
        .containsOnly("OrderDesk.close");
    assertThat(operations("OrderDesk.close", "success")).isEqualTo(1);
  }

  @Test
  void aFutureEndsWhatItsMethodBegan() {
    CompletableFuture<String> given = new CompletableFuture<>();
    assertThat(desk.later(given)).isSameAs(given);
    assertThat(desk.registerLater(given)).isSameAs(given);
    assertThat(Recorded.settled()).isEmpty();
    given.completeExceptionally(new IllegalStateException("not now"));
    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    assertThat(spans)
        .extracting(RecordedSpan::name)
        .containsExactlyInAnyOrder("named", "OrderDesk.registerLater");
    assertThat(spans).extracting(RecordedSpan::status).containsOnly("ERROR");
  }

  @Test
  void aRequestKnowsItsUserAndItsCorrelationId() throws Exception {
    List<String> seen = new ArrayList<>();
    Recorded.served(
        Map.of("X-Correlation-ID", "call-17"),
        () -> {
          seen.add(Obs.correlationId());
          try (Tracked within = Obs.track("within")) {
            Obs.user("olga@example.com");
            within.success();
          }
          return "";
        });
    assertThat(seen).containsExactly("call-17");
    assertThat(Obs.correlationId()).isEmpty();
    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    assertThat(spans.get(0).attributes().get("user.hash").toString()).matches("[0-9a-f]{32}");
    assertThat(spans.toString()).doesNotContain("olga");
  }

  @Test
  void theApplicationDoesTheSameWithoutTheAgent() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(),
                OrderDesk.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(printed).isEqualTo(desk.all());
  }

  private static String classPath() throws Exception {
    List<String> entries = new ArrayList<>();
    for (Class<?> each : List.of(OrderDesk.class, Obs.class)) {
      entries.add(
          Path.of(each.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    return String.join(File.pathSeparator, entries);
  }
}

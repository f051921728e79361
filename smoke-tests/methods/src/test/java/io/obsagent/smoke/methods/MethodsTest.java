// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.smoke.methods.Shop.Later;
import io.obsagent.smoke.methods.Shop.PlainDesk;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.smallrye.mutiny.Uni;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

@ExtendWith(AgentExtension.class)
class MethodsTest {
  private static final String SHOP = Shop.class.getName();

  @Test
  void metricsAreOfArgumentsResultAndWhatIsThrown() {
    MethodsFile.use(
        """
          - match: "%s$PlainDesk#take(Order, ..)"
            metrics:
              - {name: m_taken_total, labels: {tier: arg0.customer.tier, outcome: "thrown ? thrown.class : result"}}
              - {name: m_value, type: histogram, value: arg0.total, buckets: [1, 100]}
              - {name: m_seconds, type: histogram}
              - {name: m_weight, type: gauge, value: arg1}
              - {name: m_lines, type: gauge, labels: {gift: arg0.notes.gift}, value: arg0.lines.size}
              - {name: m_running, type: active, labels: {tier: arg0.customer.tier}}
        """
            .formatted(SHOP));
    PlainDesk desk = new PlainDesk();
    assertThat(desk.take(Shop.order(), 7)).isEqualTo("o-1true-1");
    assertThatThrownBy(() -> desk.take(Shop.order(), -2)).hasMessage("weight");
    desk.take("not this one");
    assertThat(Recorded.metric("m_taken_total{outcome=\"o-1true-1\",tier=\"GOLD\"}")).isEqualTo(1);
    assertThat(
            Recorded.metric(
                "m_taken_total{outcome=\"java.lang.IllegalArgumentException\",tier=\"GOLD\"}"))
        .isEqualTo(1);
    assertThat(Recorded.metric("m_value_sum")).isEqualTo(85);
    assertThat(Recorded.metric("m_seconds_count")).isEqualTo(2);
    assertThat(Recorded.metric("m_weight")).isEqualTo(-2);
    assertThat(Recorded.metric("m_lines{gift=\"yes\"}")).isEqualTo(2);
    assertThat(Recorded.metric("m_running{tier=\"GOLD\"}")).isZero();
  }

  @Test
  void aConditionDecidesWhatCounts() {
    MethodsFile.use(
        """
          - match: "%s$Desk+#take"
            metrics: [{name: c_failed_total}]
            when: duration > 1h or thrown
          - match: "Shop$Desk+#take(*)"
            metrics: [{name: c_text_total}]
        """
            .formatted(SHOP));
    PlainDesk desk = new PlainDesk();
    desk.take(Shop.order(), 7);
    desk.take("x");
    assertThatThrownBy(() -> desk.take(Shop.order(), -2)).hasMessage("weight");
    assertThat(Recorded.metric("c_failed_total")).isEqualTo(1);
    assertThat(Recorded.metric("c_text_total")).isEqualTo(1);
  }

  @Test
  void aMethodIsASpanWithAttributesAndAnEvent() throws Exception {
    MethodsFile.use(
        """
          - match: "%s$PlainDesk#take(*, long)"
            span: take order
            attributes: {order.id: arg0.id, order.total: arg0.total, weight: arg1, none: arg0.missing, user: hash(arg0.customer.id)}
            event: order_taken
        """
            .formatted(SHOP));
    double before = Recorded.sum("business_events_total");
    Recorded.clear();
    PlainDesk desk = new PlainDesk();
    Recorded.served(Map.of(), () -> desk.take(Shop.order(), 7));
    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    RecordedSpan span = Recorded.span("take order");
    assertThat(spans).anyMatch(each -> each.spanId().equals(span.parentSpanId()));
    assertThat(span.attributes())
        .containsEntry("order.id", "o-1")
        .containsEntry("order.total", 42.5)
        .containsEntry("weight", 7L)
        .containsEntry("code.function.name", SHOP + "$PlainDesk.take")
        .doesNotContainKey("none");
    assertThat(span.attributes().get("user")).asString().matches("[0-9a-f]{16}");
    assertThat(Recorded.sum("business_events_total")).isEqualTo(before + 1);
  }

  @Test
  void whatIsAnsweredLaterIsMeasuredUntilItIsThere() {
    MethodsFile.use(
        """
          - match: "%s$Later#*"
            span: true
            metrics:
              - {name: l_total, labels: {outcome: "thrown ? thrown.class : result"}}
              - {name: l_active, type: active}
        """
            .formatted(SHOP));
    Later later = new Later();
    CompletableFuture<String> source = new CompletableFuture<>();
    CompletableFuture<String> answer = later.future(source);
    assertThat(Recorded.metric("l_active")).isEqualTo(1);
    assertThat(Recorded.sum("l_total")).isZero();
    source.complete("future");
    assertThat(answer.join()).isEqualTo("future!");
    Recorded.await(
        () -> Recorded.metric("l_total{outcome=\"future!\"}") != null, () -> "no end of a future");

    Sinks.One<String> sink = Sinks.one();
    CompletableFuture<String> mono = later.mono(sink.asMono()).toFuture();
    assertThat(Recorded.metric("l_active")).isEqualTo(1);
    sink.tryEmitValue("mono");
    assertThat(mono.join()).isEqualTo("mono!");
    assertThat(Recorded.metric("l_total{outcome=\"mono!\"}")).isEqualTo(1);

    assertThat(later.flux(Flux.just("a", "b")).collectList().block(Duration.ofMinutes(1)))
        .containsExactly("a!", "b!");
    assertThat(Recorded.metric("l_total{outcome=\"\"}")).isEqualTo(1);

    assertThat(later.uni(Uni.createFrom().item("uni")).await().atMost(Duration.ofMinutes(1)))
        .isEqualTo("uni!");
    assertThat(Recorded.metric("l_total{outcome=\"uni!\"}")).isEqualTo(1);

    assertThatThrownBy(() -> later.mono(Mono.error(new IllegalStateException("as asked"))).block())
        .hasMessage("as asked");
    later.broken();
    assertThat(Recorded.metric("l_total{outcome=\"java.lang.IllegalStateException\"}"))
        .isEqualTo(2);
    assertThat(Recorded.metric("l_active")).isZero();
    assertThat(Recorded.awaitSpans(6)).hasSize(6);
  }

  @Test
  void aNameThatTheAgentHasStandsBesideIt() {
    MethodsFile.use(
        """
          - match: "%s$PlainDesk#take(String)"
            event: taken_beside
            metrics: [{name: business_events_total, labels: {kind: arg0}}]
        """
            .formatted(SHOP));
    new PlainDesk().take("own");
    assertThat(Recorded.metric("business_events_total{event=\"taken_beside\"}")).isEqualTo(1);
    assertThat(Recorded.metric("app_business_events_total{kind=\"own\"}")).isEqualTo(1);
  }

  @Test
  void entriesAreAddedAlteredAndRemovedWhileItRuns() {
    String entry =
        """
          - match: "%s$PlainDesk#take(String)"
            metrics: [{name: r_taken_total, labels: {%s}}]
        """;
    PlainDesk desk = new PlainDesk();
    MethodsFile.use(entry.formatted(SHOP, "a: arg0"));
    desk.take("one");
    MethodsFile.use(entry.formatted(SHOP, "b: arg0, c: result"));
    assertThat(Recorded.seriesNames()).noneMatch(name -> name.startsWith("r_taken_total{a="));
    desk.take("two ");
    assertThat(Recorded.metric("r_taken_total{b=\"two \",c=\"two\"}")).isEqualTo(1);
    MethodsFile.use("");
    assertThat(desk.take("three")).isEqualTo("three");
    assertThat(Recorded.seriesNames()).noneMatch(name -> name.startsWith("r_taken_total"));
  }

  @Test
  void whatFailsInAnExpressionReachesNobody() {
    MethodsFile.use(
        """
          - match: "%s$PlainDesk#take(String)"
            when: arg0.nothing
            metrics: [{name: f_never_total}]
          - match: "%s$PlainDesk#take(String)"
            metrics: [{name: f_taken_total, labels: {a: arg0.nothing, b: this, c: arg5}}, {name: f_value, type: gauge, value: arg0}]
        """
            .formatted(SHOP, SHOP));
    assertThat(new PlainDesk().take(" x")).isEqualTo("x");
    assertThat(Recorded.metric("f_never_total")).isZero();
    assertThat(Recorded.metric("f_taken_total{a=\"\",b=\"\",c=\"\"}")).isEqualTo(1);
  }

  @Test
  void loadersOfTheApplicationAreCollectedThoughItsMethodsAreMeasured() throws Exception {
    MethodsFile.use(
        """
          - match: "%s$*#take*"
            span: true
            metrics: [{name: g_total, labels: {tier: arg0.customer.tier, self: this.class}}]
            event: taken
            attributes: {id: arg0.id}
        """
            .formatted(SHOP));
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      loaders.add(useIn());
    }
    assertThat(Recorded.sum("g_total")).isEqualTo(20);
    Recorded.await(
        () -> {
          System.gc();
          return loaders.stream().allMatch(loader -> loader.refersTo(null));
        },
        () -> "class loaders of a dropped application are still held");
  }

  private static WeakReference<ClassLoader> useIn() throws Exception {
    URL classes = Shop.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes}, MethodsTest.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
              Class<?> loaded = findLoadedClass(name);
              return loaded != null
                  ? loaded
                  : name.startsWith(SHOP) ? findClass(name) : super.loadClass(name, resolve);
            }
          }
        }) {
      Constructor<?> visit = loader.loadClass(SHOP + "Visit").getDeclaredConstructor();
      visit.setAccessible(true);
      ((Runnable) visit.newInstance()).run();
      return new WeakReference<>(loader);
    }
  }
}

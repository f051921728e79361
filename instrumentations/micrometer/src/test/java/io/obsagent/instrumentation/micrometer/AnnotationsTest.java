// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.acme.shop.FilteredMethods;
import com.acme.shop.Metered;
import com.acme.shop.MeteredClass;
import com.acme.shop.OfChild;
import io.micrometer.core.aop.CountedAspect;
import io.micrometer.core.aop.TimedAspect;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.aspectj.annotation.AspectJProxyFactory;

/** An aspect, once it is there, is there for all: so those come last. */
@ExtendWith(AgentExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AnnotationsTest {
  private static final String CLASS = "class=\"com.acme.shop.Metered\"";

  private final Metered application = new Metered();

  private static Double count(String name, String rest) {
    return Recorded.metric(name + "{" + CLASS + "," + rest + "}");
  }

  @Test
  @Order(1)
  void aTimedMethodIsATimer() {
    assertThat(application.sold(3)).isEqualTo(3);
    application.sold(4);
    assertThatThrownBy(() -> application.sold(-1)).hasMessage("amount");
    String sold = "desk_sold_seconds_count";
    assertThat(count(sold, "exception=\"none\",kind=\"web\",method=\"sold\"")).isEqualTo(2);
    assertThat(count(sold, "exception=\"IllegalArgumentException\",kind=\"web\",method=\"sold\""))
        .isEqualTo(1);
    assertThat(count("desk_sold_seconds_max", "exception=\"none\",kind=\"web\",method=\"sold\""))
        .isPositive();
  }

  @Test
  @Order(1)
  void oneWithoutANameHasMicrometers() {
    application.unnamed();
    assertThat(count("method_timed_seconds_count", "exception=\"none\",method=\"unnamed\""))
        .isEqualTo(1);
  }

  @Test
  @Order(1)
  void twoAnnotationsAreTwoTimers() {
    application.twice();
    assertThat(count("desk_first_seconds_count", "exception=\"none\",method=\"twice\""))
        .isEqualTo(1);
    assertThat(count("desk_second_seconds_count", "exception=\"none\",method=\"twice\""))
        .isEqualTo(1);
  }

  @Test
  @Order(1)
  void aFutureIsTimedUntilItIsThere() {
    CompletableFuture<String> given = new CompletableFuture<>();
    CompletableFuture<String> later = application.later(given);
    String none = "exception=\"none\",method=\"later\"";
    assertThat(later).isSameAs(given);
    assertThat(count("desk_later_seconds_count", none)).isZero();
    given.complete("now");
    assertThat(count("desk_later_seconds_count", none)).isEqualTo(1);
    assertThat(count("desk_asked_total", none + ",result=\"success\"")).isEqualTo(1);
    application.later(
        CompletableFuture.failedFuture(
            new CompletionException(new IllegalStateException("as asked"))));
    String failed = "exception=\"IllegalStateException\",method=\"later\"";
    assertThat(count("desk_later_seconds_count", failed)).isEqualTo(1);
    assertThat(count("desk_asked_total", failed + ",result=\"failure\"")).isEqualTo(1);
  }

  @Test
  @Order(1)
  void aLongTaskIsSeenWhileItRuns() {
    Double[] meanwhile = new Double[1];
    String active = "desk_batch_seconds_count{" + CLASS + ",method=\"batch\"}";
    application.batch(() -> meanwhile[0] = Recorded.metric(active));
    application.withoutName();
    assertThat(meanwhile[0]).isEqualTo(1);
    assertThat(Recorded.metric(active)).isZero();
  }

  @Test
  @Order(1)
  void aCountedMethodIsACounter() {
    application.counted(2);
    application.counted(5);
    assertThatThrownBy(() -> application.counted(0)).isInstanceOf(ArithmeticException.class);
    String tags = "kind=\"web\",method=\"counted\",";
    assertThat(count("desk_counted_total", "exception=\"none\"," + tags + "result=\"success\""))
        .isEqualTo(2);
    assertThat(
            count(
                "desk_counted_total",
                "exception=\"ArithmeticException\"," + tags + "result=\"failure\""))
        .isEqualTo(1);
  }

  @Test
  @Order(1)
  void failuresAreCountedAloneWhereOnlyTheyAreWanted() {
    application.failing(1);
    assertThatThrownBy(() -> application.failing(0)).isInstanceOf(ArithmeticException.class);
    Map<String, Double> found = new TreeMap<>();
    for (String name : Recorded.seriesNames()) {
      if (name.startsWith("desk_failed")) {
        found.put(name, Recorded.metric(name));
      }
    }
    assertThat(found)
        .isEqualTo(
            Map.of(
                "desk_failed_total{"
                    + CLASS
                    + ",exception=\"ArithmeticException\",method=\"failing\",result=\"failure\"}",
                1.0));
  }

  /** What is there of names that begin so. */
  private static Map<String, Double> counts(String prefix) {
    Map<String, Double> found = new TreeMap<>();
    for (String name : Recorded.seriesNames()) {
      if (name.startsWith(prefix) && name.contains("_count{")) {
        found.put(name, Recorded.metric(name));
      }
    }
    return found;
  }

  @Test
  @Order(1)
  void aClassThatIsTimedHasItsPublicMethodsTimed() {
    MeteredClass whole = new MeteredClass();
    assertThat(whole.served(5)).isEqualTo(3);
    assertThatThrownBy(() -> whole.served(0)).isInstanceOf(ArithmeticException.class);
    whole.own();
    whole.twice();
    MeteredClass.ofTheClass();
    String labels = "{class=\"com.acme.shop.MeteredClass\",exception=\"";
    assertThat(counts("counter_"))
        .isEqualTo(
            Map.of(
                "counter_served_seconds_count" + labels + "none\",kind=\"all\",method=\"served\"}",
                1.0,
                "counter_served_seconds_count"
                    + labels
                    + "ArithmeticException\",kind=\"all\",method=\"served\"}",
                1.0,
                "counter_own_seconds_count" + labels + "none\",method=\"own\"}",
                1.0,
                "counter_first_seconds_count" + labels + "none\",method=\"twice\"}",
                1.0,
                "counter_second_seconds_count" + labels + "none\",method=\"twice\"}",
                1.0));
  }

  @Test
  @Order(1)
  void tagsAndFiltersAreThoseOfTheApplicationsRegistry() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    registry
        .config()
        .commonTags("region", "north")
        .meterFilter(MeterFilter.denyNameStartsWith("filtered.denied"))
        .meterFilter(MeterFilter.renameTag("filtered", "method", "operation"));
    FilteredMethods filtered = new FilteredMethods();
    filtered.timed();
    filtered.counted();
    filtered.denied();
    String rest = ",operation=\"timed\",region=\"north\"}";
    String type = "{class=\"" + FilteredMethods.class.getName() + "\",exception=\"none\"";
    assertThat(counts("filtered_"))
        .isEqualTo(Map.of("filtered_timed_seconds_count" + type + rest, 1.0));
    assertThat(
            Recorded.metric(
                "filtered_counted_total"
                    + type
                    + ",operation=\"counted\",region=\"north\",result=\"success\"}"))
        .isEqualTo(1);
    assertThat(registry.getMeters()).as("the application's own stays as it is").isEmpty();
    registry.close();
  }

  /** Of a loader below the one that has Micrometer. */
  private static Runnable ofChild() throws Exception {
    String name = OfChild.class.getName();
    URL classes = OfChild.class.getProtectionDomain().getCodeSource().getLocation();
    URLClassLoader child =
        new URLClassLoader(new URL[] {classes}, AnnotationsTest.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String wanted, boolean resolve)
              throws ClassNotFoundException {
            return wanted.equals(name) ? findClass(wanted) : super.loadClass(wanted, resolve);
          }
        };
    return (Runnable) child.loadClass(name).getConstructor().newInstance();
  }

  @Test
  @Order(1)
  void anApplicationMayHaveMicrometerFromItsServer() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    registry.config().commonTags("region", "south");
    Runnable method = ofChild();
    method.run();
    assertThat(counts("child_"))
        .isEqualTo(
            Map.of(
                "child_timed_seconds_count{class=\"com.acme.shop.OfChild\",exception=\"none\",method=\"run\",region=\"south\"}",
                1.0));
    assertThat(Recorded.sum("child_counted_total")).isEqualTo(1);
    registry.close();
  }

  @Test
  @Order(1)
  void aResourceThatJerseyTimesIsTimedOnce() throws Exception {
    assertThat(MeteredJersey.get()).isEqualTo("seen");
    assertThat(Recorded.sum("resource_seen_seconds_count")).as("by the agent").isEqualTo(1);
    Class<?> listener = MeteredJersey.listener();
    assumeTrue(listener != null, "Micrometer has no listener");
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    assertThat(MeteredJersey.get(listener, registry)).isEqualTo("seen");
    assertThat(registry.get("resource.seen").timer().count()).isEqualTo(1);
    assertThat(Recorded.sum("resource_seen_seconds_count")).as("one by each").isEqualTo(2);
    registry.close();
  }

  @Test
  @Order(3)
  void soItMayHaveAnAspect() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    assertThat(new TimedAspect(registry)).isNotNull();
    double before = Recorded.sum("child_timed_seconds_count");
    ofChild().run();
    assertThat(Recorded.sum("child_timed_seconds_count")).isEqualTo(before);
    registry.close();
  }

  @Test
  @Order(2)
  void whatAnAspectOfTheApplicationCountsIsCountedOnce() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    AspectJProxyFactory proxies = new AspectJProxyFactory(application);
    proxies.addAspect(new TimedAspect(registry));
    proxies.addAspect(new CountedAspect(registry));
    Metered proxy = proxies.getProxy();
    assertThat(proxy.seen()).isEqualTo("seen");
    assertThat(registry.get("desk.seen").timer().count()).isEqualTo(1);
    assertThat(Recorded.sum("desk_seen_seconds_count")).isEqualTo(1);
    assertThat(Recorded.sum("desk_seen_total")).isEqualTo(1);
    application.seen();
    assertThat(Recorded.sum("desk_seen_seconds_count")).as("the aspect is not asked").isEqualTo(1);
    registry.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springboothealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import java.lang.ref.Reference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.PingHealthIndicator;
import org.springframework.boot.health.registry.DefaultHealthContributorRegistry;

@ExtendWith(AgentExtension.class)
class SpringHealthTest {
  private static DefaultHealthContributorRegistry registry(
      Map<String, HealthContributor> contributors) {
    return new DefaultHealthContributorRegistry(List.of(), sink -> contributors.forEach(sink));
  }

  @Test
  void contributorsAreComponentsUnderTheirNames() throws Exception {
    Map<String, HealthContributor> contributors = new LinkedHashMap<>();
    contributors.put("stock", (HealthIndicator) () -> Health.up().build());
    contributors.put(
        "press", (HealthIndicator) () -> Health.outOfService().withDetail("key", "s3cret").build());
    contributors.put("none", (HealthIndicator) () -> Health.unknown().build());
    contributors.put("ping", new PingHealthIndicator());
    contributors.put(
        "shelves",
        CompositeHealthContributor.fromMap(
            Map.of("left", (HealthIndicator) () -> Health.down().build())));
    var registry = registry(contributors);
    HealthIndicator later =
        () -> {
          throw new IllegalStateException("s3cret");
        };
    registry.registerContributor("later", later);

    assertThat(Recorded.health().get("spring stock").call()).isEqualTo("");
    assertThat(Recorded.health().get("spring none").call()).isEqualTo("");
    assertThat(Recorded.health().get("spring ping").call()).isEqualTo("");
    assertThat(Recorded.health().get("spring press").call())
        .isEqualTo("Spring says OUT_OF_SERVICE");
    assertThat(Recorded.health().get("spring shelves/left").call()).isEqualTo("Spring says DOWN");
    assertThatThrownBy(Recorded.health().get("spring later")::call)
        .isInstanceOf(IllegalStateException.class);
    Reference.reachabilityFence(registry);
  }

  @Test
  void theApplicationsLoaderIsThatOfTheThread() throws Exception {
    ClassLoader[] seen = new ClassLoader[1];
    HealthIndicator looking =
        new AbstractHealthIndicator() {
          @Override
          protected void doHealthCheck(Health.Builder builder) {
            seen[0] = Thread.currentThread().getContextClassLoader();
            builder.up();
          }
        };
    var registry = registry(Map.of("loader", looking));
    Thread.currentThread().setContextClassLoader(null);
    try {
      assertThat(Recorded.health().get("spring loader").call()).isEqualTo("");
      assertThat(Thread.currentThread().getContextClassLoader()).isNull();
    } finally {
      Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
    }
    assertThat(seen[0]).isSameAs(getClass().getClassLoader());
    Reference.reachabilityFence(registry);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springboothealth;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import java.lang.ref.Reference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.registry.DefaultReactiveHealthContributorRegistry;
import reactor.core.publisher.Mono;

@ExtendWith(AgentExtension.class)
class ReactiveHealthTest {
  @Test
  void reactiveContributorsAreComponentsToo() throws Exception {
    ReactiveHealthIndicator quick = () -> Mono.just(Health.up().build());
    ReactiveHealthIndicator broken = () -> Mono.just(Health.down().build());
    var registry =
        new DefaultReactiveHealthContributorRegistry(
            List.of(),
            sink -> {
              sink.accept("quick", quick);
              sink.accept("broken", broken);
            });
    assertThat(Recorded.health().get("spring quick").call()).isEqualTo("");
    assertThat(Recorded.health().get("spring broken").call()).isEqualTo("Spring says DOWN");
    Reference.reachabilityFence(registry);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.health.HealthComponent;
import io.obsagent.spi.health.HealthComponent.Traffic;
import io.obsagent.spi.health.HealthComponent.Weight;
import io.obsagent.spi.health.HealthStatus;
import io.obsagent.spi.telemetry.ApplicationChecks;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What is asked without anybody having named it. */
class FoundChecksTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static HealthComponent called(String kind, String name) {
    return new HealthComponent(
        name, kind, HealthStatus.HEALTHY, "", 0, Weight.NORMAL, Traffic.NONE);
  }

  @Test
  void hostsThatAreCalledAtThePortOfHttpsHaveACertificate() {
    Certificates certificates = new Certificates();
    List<HealthComponent> components =
        List.of(
            called("http", "http api.example.com"),
            called("http", "http shop.example.com:443"),
            called("http", "http stock:8080"),
            called("http", "http bad host"),
            called("redis", "redis cache"));
    assertThat(certificates.look(components)).isTrue();
    assertThat(certificates.checks())
        .extracting(Check::name)
        .containsExactly(
            "certificate api.example.com",
            "certificate shop.example.com:443",
            "certificate bad host");
    assertThat(certificates.look(components)).isFalse();
  }

  @Test
  void anEventLoopIsHeldAgainstTheProcessWhenItHasBeenBlockedForLong() {
    EventLoops probe = new EventLoops(LIMIT);
    assertThat(probe.ask(null, LIMIT)).isEmpty();
    long[] waited = {LIMIT.toNanos()};
    Callable<Object> check = () -> Map.entry(waited[0], "loop-1");
    assertThat(ApplicationChecks.offer(EventLoops.NAME + " 1", check)).isTrue();
    assertThat(probe.ask(null, LIMIT)).isEmpty();
    waited[0] += 1_000_000_000;
    assertThat(probe.ask(null, LIMIT)).isEqualTo("loop-1 has been blocked for 31 s");
    assertThat(ProcessChecks.all(LIMIT))
        .filteredOn(each -> each.weight() == Weight.LIVENESS)
        .extracting(Check::name)
        .containsExactly("threads", EventLoops.NAME);
    Reference.reachabilityFence(check);
  }
}

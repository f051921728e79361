// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.wildflyhealth;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.wildfly.extension.microprofile.health.MicroProfileHealthReporter;

/** With the server's own reporter, whom deployments add their checks to. */
@ExtendWith(AgentExtension.class)
class WildflyHealthTest {
  private final MicroProfileHealthReporter reporter =
      new MicroProfileHealthReporter("UP", "UP", "UP", false, "DOWN", "DOWN");

  private static HealthCheckResponse answer(String name, Status status) {
    return new HealthCheckResponse(name, status, Optional.of(Map.of("key", "s3cret")));
  }

  private static Callable<?> asked(String kind) {
    return Recorded.health().get("microprofile " + kind);
  }

  @Test
  void theChecksOfDeploymentsAreComponents() throws Exception {
    AtomicReference<Status> shelves = new AtomicReference<>(Status.DOWN);
    assertThat(asked("readiness").call()).isEqualTo("");
    HealthCheck first = () -> answer("shelves", shelves.get());
    reporter.addReadinessCheck(first, getClass().getClassLoader());
    reporter.addReadinessCheck(() -> answer("till", Status.UP), getClass().getClassLoader());
    reporter.addLivenessCheck(() -> answer("doors", Status.UP), getClass().getClassLoader());
    reporter.addStartupCheck(() -> answer("lights", Status.DOWN), getClass().getClassLoader());

    assertThat(asked("liveness").call()).isEqualTo("");
    assertThat(asked("startup").call()).isEqualTo("DOWN: lights");
    assertThat(asked("readiness").call()).isEqualTo("DOWN: shelves");
    shelves.set(Status.UP);
    assertThat(asked("readiness").call()).isEqualTo("");
    shelves.set(Status.DOWN);
    reporter.removeReadinessCheck(first);
    assertThat(asked("readiness").call()).isEqualTo("");
  }

  @Test
  void aDeploymentThatComesWhileTheyAreAskedIsNoFailure() throws Exception {
    Map<HealthCheck, ClassLoader> more = new HashMap<>();
    AtomicInteger calls = new AtomicInteger();
    for (int i = 0; i < 8; i++) {
      reporter.addLivenessCheck(
          () -> {
            if (calls.getAndIncrement() == 0) {
              HealthCheck late = () -> answer("late", Status.UP);
              more.put(late, getClass().getClassLoader());
              reporter.addLivenessCheck(late, getClass().getClassLoader());
            }
            return answer("doors", Status.UP);
          },
          getClass().getClassLoader());
    }
    assertThat(asked("liveness").call()).isEqualTo("");
    assertThat(more).hasSize(1);
    assertThat(calls.get()).isGreaterThan(8);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springboothealth;

import io.obsagent.instrumentation.shared.health.ObservedChecks;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** The contributors that there are. */
final class Contributors {
  static final int MAX_DEPTH = 4;

  private static final ObservedChecks<HealthIndicator> CHECKS =
      new ObservedChecks<>(indicator -> wrong(indicator.health(false)));

  private static final String SPRING = "org.springframework.";

  /** Of Spring's own, those that ask nobody. */
  private static final Set<String> LOCAL =
      Set.of(
          "PingHealthIndicator",
          "DiskSpaceHealthIndicator",
          "SslHealthIndicator",
          "AvailabilityStateHealthIndicator",
          "LivenessStateHealthIndicator",
          "ReadinessStateHealthIndicator");

  private Contributors() {}

  static void observe(String name, HealthContributor contributor) {
    observe("spring " + name, contributor, 0);
  }

  private static void observe(String path, HealthContributor contributor, int depth) {
    if (contributor instanceof HealthIndicator indicator) {
      CHECKS.observe(indicator, path, costs(indicator));
    } else if (contributor instanceof CompositeHealthContributor composite && depth < MAX_DEPTH) {
      for (HealthContributors.Entry each : composite) {
        observe(path + '/' + each.name(), each.contributor(), depth + 1);
      }
    }
  }

  static boolean costs(Object indicator) {
    Class<?> type = indicator.getClass();
    return type.getName().startsWith(SPRING) && !LOCAL.contains(type.getSimpleName());
  }

  static String wrong(@Nullable Health health) {
    Status status = health == null ? Status.UNKNOWN : health.getStatus();
    return status.equals(Status.UP) || status.equals(Status.UNKNOWN)
        ? ""
        : "Spring says " + status.getCode();
  }
}

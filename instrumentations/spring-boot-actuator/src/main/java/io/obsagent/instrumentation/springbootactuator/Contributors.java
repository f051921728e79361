// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springbootactuator;

import io.obsagent.instrumentation.shared.health.ObservedChecks;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.NamedContributor;
import org.springframework.boot.actuate.health.Status;

/** The contributors that there are. */
final class Contributors {
  private static final ObservedChecks<HealthIndicator> CHECKS =
      new ObservedChecks<>(indicator -> wrong(indicator.getHealth(false)));

  private static final String SPRING = "org.springframework.";
  private static final int MAX_DEPTH = 4;

  /** Of Spring's own, those that ask nobody. */
  private static final Set<String> LOCAL =
      Set.of(
          "PingHealthIndicator",
          "DiskSpaceHealthIndicator",
          "SslHealthIndicator",
          "AvailabilityStateHealthIndicator",
          "LivenessStateHealthIndicator",
          "ReadinessStateHealthIndicator");

  /** Spring's own that it has wrapped, for they are reactive. */
  private static final Set<String> REACTIVE =
      Set.of("cassandra", "couchbase", "elasticsearch", "mongo", "neo4j", "r2dbc", "redis");

  private Contributors() {}

  static void observe(String name, Object contributor) {
    observe("spring " + name, name, contributor, 0);
  }

  private static void observe(String path, String name, Object contributor, int depth) {
    if (contributor instanceof HealthIndicator indicator) {
      CHECKS.observe(indicator, path, costs(name, indicator.getClass()));
    } else if (contributor instanceof CompositeHealthContributor composite && depth < MAX_DEPTH) {
      for (NamedContributor<?> each : composite) {
        observe(path + '/' + each.getName(), name, each.getContributor(), depth + 1);
      }
    }
  }

  private static boolean costs(String name, Class<?> type) {
    if (!type.getName().startsWith(SPRING)) {
      return false;
    }
    boolean wrapped = type.getName().contains("AdaptedReactive");
    return wrapped ? REACTIVE.contains(name) : !LOCAL.contains(type.getSimpleName());
  }

  private static String wrong(@Nullable Health health) {
    Status status = health == null ? Status.UNKNOWN : health.getStatus();
    return status.equals(Status.UP) || status.equals(Status.UNKNOWN)
        ? ""
        : "Spring says " + status.getCode();
  }
}

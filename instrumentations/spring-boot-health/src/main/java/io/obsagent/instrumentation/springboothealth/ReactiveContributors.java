// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springboothealth;

import io.obsagent.instrumentation.shared.health.ObservedChecks;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributors;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;

/** The reactive ones, which Spring itself turns into others. */
final class ReactiveContributors {
  private static final ObservedChecks<ReactiveHealthIndicator> CHECKS =
      new ObservedChecks<>(
          indicator -> Contributors.wrong(indicator.asHealthContributor().health(false)));

  private ReactiveContributors() {}

  static void observe(String name, ReactiveHealthContributor contributor) {
    observe("spring " + name, contributor, 0);
  }

  private static void observe(String path, ReactiveHealthContributor contributor, int depth) {
    if (contributor instanceof ReactiveHealthIndicator indicator) {
      CHECKS.observe(indicator, path, Contributors.costs(indicator));
    } else if (contributor instanceof CompositeReactiveHealthContributor composite
        && depth < Contributors.MAX_DEPTH) {
      for (ReactiveHealthContributors.Entry each : composite) {
        observe(path + '/' + each.name(), each.contributor(), depth + 1);
      }
    }
  }
}

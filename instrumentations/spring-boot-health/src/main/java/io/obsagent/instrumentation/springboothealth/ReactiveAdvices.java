// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springboothealth;

import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.ReactiveHealthContributors;

/** Advice for the registry of reactive health contributors. */
final class ReactiveAdvices {
  private ReactiveAdvices() {}

  /** Advice for constructors; one calls another. */
  static final class Create {
    private Create() {}

    @OnExit
    static void exit(
        @This ReactiveHealthContributors registry, @Thrown @Nullable Throwable thrown) {
      if (thrown == null) {
        for (ReactiveHealthContributors.Entry each : registry) {
          ReactiveContributors.observe(each.name(), each.contributor());
        }
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springboothealth;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.HealthContributors;

/** Advice for the registry of health contributors. */
final class RegistryAdvices {
  private RegistryAdvices() {}

  /** Advice for constructors; one calls another. */
  static final class Create {
    private Create() {}

    @OnExit
    static void exit(@This HealthContributors registry, @Thrown @Nullable Throwable thrown) {
      if (thrown == null) {
        observeAll(registry);
      }
    }
  }

  /** Advice for {@code registerContributor}. */
  static final class Register {
    private Register() {}

    @OnEnter
    static HealthContributors enter(@This HealthContributors registry) {
      return registry;
    }

    @OnExit
    static void exit(
        @Token @Nullable HealthContributors registry, @Thrown @Nullable Throwable thrown) {
      if (thrown == null && registry != null) {
        observeAll(registry);
      }
    }
  }

  private static void observeAll(HealthContributors registry) {
    for (HealthContributors.Entry each : registry) {
      Contributors.observe(each.name(), each.contributor());
    }
  }
}

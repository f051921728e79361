// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springbootactuator;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.HealthContributorRegistry;
import org.springframework.boot.actuate.health.NamedContributor;

/** Advice for the registry of health contributors, which has a reactive sister. */
final class RegistryAdvices {
  private RegistryAdvices() {}

  /** Advice for constructors; one calls another. */
  static final class Create {
    private Create() {}

    @OnExit
    static void exit(@This Object registry, @Thrown @Nullable Throwable thrown) {
      if (thrown == null) {
        observeAll(registry);
      }
    }
  }

  /** Advice for {@code registerContributor}. */
  static final class Register {
    private Register() {}

    @OnEnter
    static Object enter(@This Object registry) {
      return registry;
    }

    @OnExit
    static void exit(@Token @Nullable Object registry, @Thrown @Nullable Throwable thrown) {
      if (thrown == null && registry != null) {
        observeAll(registry);
      }
    }
  }

  private static void observeAll(Object registry) {
    if (registry instanceof HealthContributorRegistry contributors) {
      for (NamedContributor<?> each : contributors) {
        Contributors.observe(each.getName(), each.getContributor());
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.caffeine;

import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.caffeine.CaffeineCache;

/** Advice for Spring's cache above one of Caffeine's. */
final class SpringAdvices {
  private SpringAdvices() {}

  /** Advice for constructors; one calls another. */
  static final class Create {
    private Create() {}

    @OnExit
    static void exit(@This CaffeineCache cache, @Thrown @Nullable Throwable thrown) {
      if (thrown == null) {
        Caches.named(cache.getNativeCache(), cache.getName());
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.caffeine;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Cache;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import org.jspecify.annotations.Nullable;

/** Advice for the builder of all caches. An asynchronous one has a view that counts for both. */
final class BuilderAdvices {
  private BuilderAdvices() {}

  /** Advice for {@code build}. */
  static final class Build {
    private Build() {}

    @OnExit
    static void exit(@Return @Nullable Cache<?, ?> cache) {
      Caches.built(cache);
    }
  }

  /** Advice for {@code buildAsync} with a loader. */
  static final class BuildLoading {
    private BuildLoading() {}

    @OnExit
    static void exit(@Return @Nullable AsyncLoadingCache<?, ?> cache) {
      Caches.built(cache == null ? null : cache.synchronous());
    }
  }

  /** Advice for {@code buildAsync} without one, which came with 2.7. */
  static final class BuildAsync {
    private BuildAsync() {}

    @OnExit
    static void exit(@Return @Nullable AsyncCache<?, ?> cache) {
      Caches.built(cache == null ? null : cache.synchronous());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.caffeine;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.obsagent.testing.CacheKit;
import io.obsagent.testing.Recorded;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CaffeineTest extends CacheKit {
  CaffeineTest() {
    super("caffeine", CaffeineTest.class.getName());
  }

  @Override
  protected Cache open() {
    com.github.benmanes.caffeine.cache.Cache<String, String> cache =
        Caffeine.newBuilder().maximumSize(2).executor(Runnable::run).recordStats().build();
    return new Cache() {
      @Override
      public void put(String key, String value) {
        cache.put(key, value);
        cache.cleanUp();
      }

      @Override
      public String get(String key) {
        return cache.getIfPresent(key);
      }
    };
  }

  @Test
  void aCacheThatDoesNotCountHasEntriesOnly() {
    LoadingCache<String, String> cache = OtherShop.loading();
    assertThat(cache.get("a")).isEqualTo("a!");
    String labels = "{cache=\"" + OtherShop.class.getName() + "\",library=\"caffeine\"}";
    assertThat(Recorded.metric("cache_entries" + labels)).isEqualTo(1);
    assertThat(Recorded.metric("cache_hits_total" + labels)).isNull();
  }

  @Test
  void anAsynchronousCacheIsOne() throws Exception {
    AsyncLoadingCache<String, String> cache = AsyncShop.loading();
    assertThat(cache.get("a").get(60, TimeUnit.SECONDS)).isEqualTo("a!");
    assertThat(cache.get("a").get(60, TimeUnit.SECONDS)).isEqualTo("a!");
    String labels = "{cache=\"" + AsyncShop.class.getName() + "\",library=\"caffeine\"}";
    assertThat(Recorded.metric("cache_hits_total" + labels)).isEqualTo(1);
    assertThat(Recorded.metric("cache_misses_total" + labels)).isEqualTo(1);
  }
}

/** Another class of the application. */
final class OtherShop {
  private OtherShop() {}

  static LoadingCache<String, String> loading() {
    return Caffeine.newBuilder().maximumSize(2).build(key -> key + '!');
  }
}

/** And another. */
final class AsyncShop {
  private AsyncShop() {}

  static AsyncLoadingCache<String, String> loading() {
    return Caffeine.newBuilder().maximumSize(2).recordStats().buildAsync(key -> key + '!');
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.guavacache;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.cache.CacheBuilder;
import io.obsagent.testing.CacheKit;
import io.obsagent.testing.Recorded;
import org.junit.jupiter.api.Test;

class GuavaCacheTest extends CacheKit {
  GuavaCacheTest() {
    super("guava", GuavaCacheTest.class.getName());
  }

  @Override
  protected Cache open() {
    com.google.common.cache.Cache<String, String> cache =
        CacheBuilder.newBuilder().maximumSize(2).concurrencyLevel(1).recordStats().build();
    return new Cache() {
      @Override
      public void put(String key, String value) {
        cache.put(key, value);
      }

      @Override
      public String get(String key) {
        return cache.getIfPresent(key);
      }
    };
  }

  @Test
  void aCacheThatDoesNotCountHasEntriesOnly() {
    com.google.common.cache.Cache<String, String> cache = OtherShop.cache();
    cache.put("a", "1");
    String labels = "{cache=\"" + OtherShop.class.getName() + "\",library=\"guava\"}";
    assertThat(Recorded.metric("cache_entries" + labels)).isEqualTo(1);
    assertThat(Recorded.metric("cache_hits_total" + labels)).isNull();
  }
}

/** Another class of the application. */
final class OtherShop {
  private OtherShop() {}

  static com.google.common.cache.Cache<String, String> cache() {
    return CacheBuilder.newBuilder().build();
  }
}

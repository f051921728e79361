// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.obsagent.testing.ModuleKit;
import java.util.Set;

class CaffeineModuleTest extends ModuleKit {
  CaffeineModuleTest() {
    super(new CaffeineModule());
  }

  @Override
  protected Set<String> adviceOfOtherVersions() {
    return "2.0.0".equals(System.getProperty("library.version"))
        ? Set.of("BuilderAdvices.BuildAsync")
        : Set.of();
  }

  @Override
  protected String use() throws Exception {
    Cache<String, String> cache = Caffeine.newBuilder().recordStats().build();
    cache.put("a", "1");
    return cache.getIfPresent("a")
        + cache.stats().hitCount()
        + Caffeine.newBuilder().buildAsync((String key) -> key + '!').get("b").get();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.guavacache;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.obsagent.testing.ModuleKit;

class GuavaCacheModuleTest extends ModuleKit {
  GuavaCacheModuleTest() {
    super(new GuavaCacheModule());
  }

  @Override
  protected String use() {
    Cache<String, String> cache = CacheBuilder.newBuilder().recordStats().build();
    cache.put("a", "1");
    return cache.getIfPresent("a") + cache.stats().hitCount();
  }
}

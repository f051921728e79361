// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ehcache;

import io.obsagent.testing.ModuleKit;
import org.ehcache.Cache;
import org.ehcache.CacheManager;

class EhcacheModuleTest extends ModuleKit {
  EhcacheModuleTest() {
    super(new EhcacheModule());
  }

  @Override
  protected String use() {
    try (CacheManager manager = Managers.open()) {
      Cache<String, String> cache = manager.getCache("orders", String.class, String.class);
      cache.put("a", "1");
      return cache.get("a");
    }
  }
}

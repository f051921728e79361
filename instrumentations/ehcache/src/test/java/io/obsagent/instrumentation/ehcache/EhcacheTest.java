// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ehcache;

import io.obsagent.testing.CacheKit;
import org.ehcache.CacheManager;

class EhcacheTest extends CacheKit {
  EhcacheTest() {
    super("ehcache", "orders");
  }

  @Override
  protected Cache open() {
    CacheManager manager = Managers.open();
    org.ehcache.Cache<String, String> cache =
        manager.getCache("orders", String.class, String.class);
    return new Cache() {
      @Override
      public void put(String key, String value) {
        cache.put(key, value);
      }

      @Override
      public String get(String key) {
        return cache.get(key);
      }

      @Override
      public void close() {
        manager.close();
      }
    };
  }
}

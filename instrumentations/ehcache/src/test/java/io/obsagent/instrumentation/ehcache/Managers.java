// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ehcache;

import org.ehcache.CacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.spi.service.Service;

/** Managers with statistics, whose class has moved. */
final class Managers {
  private static final String[] SERVICES = {
    "org.ehcache.core.internal.statistics.DefaultStatisticsService",
    "org.ehcache.core.statistics.DefaultStatisticsService"
  };

  private Managers() {}

  static CacheManager open() {
    return CacheManagerBuilder.newCacheManagerBuilder()
        .using(statistics())
        .withCache(
            "orders",
            CacheConfigurationBuilder.newCacheConfigurationBuilder(
                String.class, String.class, ResourcePoolsBuilder.heap(2)))
        .build(true);
  }

  private static Service statistics() {
    for (String name : SERVICES) {
      try {
        return (Service) Class.forName(name).getConstructor().newInstance();
      } catch (ClassNotFoundException ofAnotherVersion) {
        continue;
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }
    throw new AssertionError("no statistics");
  }
}

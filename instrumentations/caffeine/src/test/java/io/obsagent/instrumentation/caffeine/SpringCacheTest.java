// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.caffeine;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.cache.Cache;
import org.springframework.cache.caffeine.CaffeineCacheManager;

@ExtendWith(AgentExtension.class)
class SpringCacheTest {
  @Test
  void aCacheOfSpringsHasItsNameThere() {
    CaffeineCacheManager manager = new CaffeineCacheManager();
    manager.setCaffeine(Caffeine.newBuilder().recordStats());
    Cache cache = manager.getCache("prices");
    cache.put("a", 1);
    assertThat(cache.get("a").get()).isEqualTo(1);
    assertThat(cache.get("z")).isNull();

    String labels = "{cache=\"prices\",library=\"caffeine\"}";
    assertThat(Recorded.metric("cache_hits_total" + labels)).isEqualTo(1);
    assertThat(Recorded.metric("cache_misses_total" + labels)).isEqualTo(1);
    assertThat(Recorded.metric("cache_entries" + labels)).isEqualTo(1);
    assertThat(Recorded.seriesNames())
        .noneMatch(series -> series.contains("cache=\"org.springframework"));
  }
}

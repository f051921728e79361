// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.shop;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.obsagent.smoke.provider.ProviderServer;
import java.net.http.HttpClient;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import redis.clients.jedis.RedisClient;

/** The clients with which the shop reaches its neighbours. */
@Configuration(proxyBeanMethods = false)
class Clients {

  @Bean(destroyMethod = "close")
  @DependsOn("redisServer")
  RedisClient jedis(Neighbours.RedisAddress address) {
    return RedisClient.create(address.host(), address.port());
  }

  @Bean(destroyMethod = "shutdown")
  @DependsOn("redisServer")
  io.lettuce.core.RedisClient lettuce(Neighbours.RedisAddress address) {
    return io.lettuce.core.RedisClient.create(RedisURI.create(address.host(), address.port()));
  }

  @Bean(destroyMethod = "close")
  StatefulRedisConnection<String, String> lettuceConnection(io.lettuce.core.RedisClient lettuce) {
    return lettuce.connect();
  }

  @Bean(destroyMethod = "close")
  OpenAIClient openAi(ProviderServer provider) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(provider.baseUrl())
        .apiKey("none")
        .maxRetries(0)
        .timeout(Duration.ofSeconds(20))
        .build();
  }

  @Bean
  HttpClient httpClient() {
    return HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  }
}

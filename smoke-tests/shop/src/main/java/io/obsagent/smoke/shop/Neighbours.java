// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.shop;

import io.obsagent.smoke.provider.ProviderOptions;
import io.obsagent.smoke.provider.ProviderServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import redis.embedded.RedisServer;

/** The services that a real shop would reach over the network, each on any free port. */
@Configuration(proxyBeanMethods = false)
class Neighbours {

  /** Where Redis listens. */
  record RedisAddress(String host, int port) {}

  @Bean
  RedisAddress redisAddress() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket free = new ServerSocket(0, 1, loopback)) {
      return new RedisAddress(loopback.getHostAddress(), free.getLocalPort());
    }
  }

  @Bean(initMethod = "start", destroyMethod = "stop")
  RedisServer redisServer(RedisAddress address) throws IOException {
    return RedisServer.newRedisServer()
        .bind(address.host())
        .port(address.port())
        .setting("save \"\"")
        .build();
  }

  @Bean
  ProviderServer providerServer() {
    return ProviderServer.start(
        ProviderOptions.defaults()
            .withLatency(Duration.ofMillis(15))
            .withChunkDelay(Duration.ofMillis(3)));
  }

  @Bean
  ShippingService shippingService() throws IOException {
    return ShippingService.start();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.obsagent.smoke.provider.ProviderServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.embedded.RedisServer;

@Timeout(180)
class BenchApplicationTest {
  private static final String ANSWER = "Take the blue kettle; it goes well with tea.";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static ProviderServer provider;
  private static RedisServer redis;
  private static BenchApplication application;

  @BeforeAll
  static void start() throws Exception {
    provider = ProviderServer.start();
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    redis = RedisServer.newRedisServer().bind("127.0.0.1").port(port).setting("save \"\"").build();
    redis.start();
    application = BenchApplication.start("127.0.0.1:" + port, provider.baseUrl(), 0);
  }

  @AfterAll
  static void stop() throws Exception {
    application.close();
    redis.stop();
    provider.close();
  }

  @Test
  void doesEachKindOfWork() throws Exception {
    assertThat(get("/plain")).isEqualTo("plain");
    assertThat(get("/jdbc")).isEqualTo("two");
    assertThat(get("/redis")).isEqualTo("hellohello");
    assertThat(get("/ai")).isEqualTo(ANSWER);
    assertThat(get("/all")).isEqualTo("twohellohello" + ANSWER);
  }

  @Test
  void tellsWhatItHasUsed() throws Exception {
    JsonNode before = new ObjectMapper().readTree(get("/stats"));
    get("/plain");
    JsonNode after = new ObjectMapper().readTree(get("/gc"));

    assertThat(after.get("cpu").asLong()).isGreaterThan(before.get("cpu").asLong());
    assertThat(after.get("allocated").asLong()).isGreaterThan(before.get("allocated").asLong());
    assertThat(after.get("classes").asInt()).isGreaterThan(1_000);
    assertThat(after.get("heapUsed").asLong()).isPositive();
  }

  private static String get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(application.url() + path)).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.obsagent.smoke.provider.ProviderServer;
import io.obsagent.testing.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import redis.embedded.RedisServer;

@Timeout(180)
@ParameterizedClass(name = "{0}")
@EnumSource(BenchServer.Kind.class)
class BenchApplicationTest {
  private static final String ANSWER = "Take the blue kettle; it goes well with tea.";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static ProviderServer provider;
  private static RedisServer redis;
  private static BenchApplication application;

  BenchApplicationTest(BenchServer.Kind kind) {}

  @BeforeParameterizedClassInvocation
  static void start(BenchServer.Kind kind) throws Exception {
    provider = ProviderServer.start();
    redis = Ports.serve(BenchApplicationTest::redis);
    application =
        BenchApplication.start(
            "127.0.0.1:" + redis.ports().get(0),
            provider.baseUrl(),
            "--server",
            kind.name().toLowerCase(Locale.ROOT));
  }

  private static RedisServer redis(int port) throws IOException {
    RedisServer server =
        RedisServer.newRedisServer().bind("127.0.0.1").port(port).setting("save \"\"").build();
    server.start();
    return server;
  }

  @AfterParameterizedClassInvocation
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

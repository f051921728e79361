// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.spi.metrics.MetricFamily;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.embedded.RedisServer;

/** The probe of a real server. */
class RedisProbeTest {
  private static final int ATTEMPTS = 5;
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  private static RedisServer redis;
  private static int port;

  private final RedisFeature feature = new RedisFeature();

  @BeforeAll
  static void startRedis() throws IOException {
    for (int attempt = 1; redis == null; attempt++) {
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      RedisServer made =
          RedisServer.newRedisServer()
              .port(port)
              .setting("bind 127.0.0.1")
              .setting("maxmemory 100mb")
              .setting("user default on >geheim ~* +@all")
              .setting("user probe on >geheim +info")
              .setting("user nobody on >geheim +ping")
              .build();
      try {
        made.start();
        redis = made;
      } catch (IOException | RuntimeException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  @AfterAll
  static void stopRedis() throws IOException {
    redis.stop();
  }

  @AfterEach
  void close() {
    feature.close();
  }

  private List<String> collected() {
    List<String> lines = new ArrayList<>();
    for (MetricFamily family : feature.collect()) {
      for (MetricFamily.Point point : family.points()) {
        lines.add(
            family.name()
                + point.labelValues()
                + ' '
                + (long) ((MetricFamily.NumberPoint) point).value());
      }
    }
    return lines;
  }

  private void begin(String url) {
    feature.begin(RedisAddress.parse(url), INTERVAL);
  }

  private static String url(String credentials) {
    return "redis://" + credentials + "@127.0.0.1:" + port;
  }

  @Test
  void aUserThatMayAskForInfoOnlyIsEnough() throws IOException {
    try (RespConnection connection =
        RespConnection.open(RedisAddress.parse(url(":geheim")).get(0))) {
      connection.ask("SET", "tea", "green");
      connection.ask("GET", "nothing");
    }
    begin(url("probe:geheim"));
    feature.turn();

    String labels = "[127.0.0.1, " + port;
    assertThat(collected())
        .contains(
            "redis_memory_max_bytes" + labels + "] " + 100 * 1024 * 1024,
            "redis_db_keys" + labels + ", 0] 1",
            "redis_role" + labels + ", master] 1",
            "redis_keyspace_misses_total" + labels + "] 1")
        .anyMatch(line -> line.startsWith("redis_memory_used_bytes" + labels))
        .anyMatch(line -> line.startsWith("redis_uptime_seconds" + labels))
        .hasSizeGreaterThanOrEqualTo(16);
    assertThat(feature.turn()).isPositive().isLessThanOrEqualTo(INTERVAL.toNanos());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody:geheim", "probe:wrong", ":wrong"})
  void whoIsRefusedAsksNeverAgain(String credentials) {
    RedisProbe probe = new RedisProbe(RedisAddress.parse(url(credentials)).get(0), INTERVAL, 0);
    probe.turn(0);

    assertThat(probe.stopped()).isTrue();
    assertThat(probe.last()).isNull();
  }

  @Test
  void aServerThatDoesNotAnswerIsAskedLessAndLessOften() throws IOException {
    int nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = free.getLocalPort();
    }
    RedisProbe probe =
        new RedisProbe(RedisAddress.parse("redis://127.0.0.1:" + nobody).get(0), INTERVAL, 0);
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      long now = probe.due();
      probe.turn(now);
      pauses.add(TimeUnit.NANOSECONDS.toSeconds(probe.due() - now));
    }

    assertThat(pauses).containsExactly(30L, 60L, 120L, 240L, 480L, 600L, 600L);
    assertThat(probe.stopped()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"$2000000\r\n", "$5\r\nabc", "HTTP/1.1 400 Bad Request\r\n", "\r\n", "$x\r\n", ""})
  void whateverIsAtTheOtherEndIsNoTroubleOfOurs(String answer) throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread answering =
          new Thread(
              () -> {
                try (var client = other.accept()) {
                  client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                  client.shutdownOutput();
                  client.getInputStream().readAllBytes();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      answering.setUncaughtExceptionHandler((thread, cause) -> {});
      answering.start();
      RedisProbe probe =
          new RedisProbe(
              RedisAddress.parse("redis://127.0.0.1:" + other.getLocalPort()).get(0), INTERVAL, 0);
      probe.turn(0);
      answering.join();

      assertThat(probe.last()).isNull();
      assertThat(probe.stopped()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://:geheim@cache:6379",
        "redis://:geheim@",
        "redis://:geheim@cache:6379/0?x=y",
        "redis://:ge heim@cache"
      })
  void aBadAddressIsToldWithoutItsPassword(String text) {
    assertThatThrownBy(() -> RedisAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected addresses like redis://")
        .hasMessageNotContaining("geheim");
  }

  @Test
  void anAddressHasWhatItSays() {
    assertThat(RedisAddress.parse("redis://cache, rediss://me:word@cache:7000"))
        .containsExactly(
            new RedisAddress(false, "cache", 6379, "", ""),
            new RedisAddress(true, "cache", 7000, "me", "word"));
  }

  @Test
  void withoutServersNothingIsAsked() {
    assertThat(RedisFeature.SERVERS.parser().apply("")).isEmpty();
    assertThat(feature.collect()).isEmpty();
  }
}

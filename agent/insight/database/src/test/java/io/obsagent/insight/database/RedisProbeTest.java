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
import redis.embedded.core.RedisServerBuilder;

/** The probe of a real server. */
class RedisProbeTest {
  private static final int ATTEMPTS = 5;
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  private static RedisServer redis;
  private static int port;

  private final RedisFeature feature = new RedisFeature();

  @BeforeAll
  static void startRedis() throws IOException {
    redis =
        started(
            "maxmemory 100mb",
            "user default on >geheim ~* +@all",
            "user probe on >geheim +info",
            "user nobody on >geheim +ping");
    port = redis.ports().get(0);
  }

  private static RedisServer started(String... settings) throws IOException {
    for (int attempt = 1; ; attempt++) {
      int free;
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        free = socket.getLocalPort();
      }
      RedisServerBuilder made = RedisServer.newRedisServer().port(free).setting("bind 127.0.0.1");
      for (String setting : settings) {
        made.setting(setting);
      }
      RedisServer server = made.build();
      try {
        server.start();
        return server;
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

  @Test
  void howFarReplicasAreBehindIsToldByTheirMaster() throws IOException {
    RedisServer replica = started("replicaof 127.0.0.1 " + port, "masterauth geheim");
    int behind = replica.ports().get(0);
    try {
      String contact = "redis_replication_last_contact_seconds[127.0.0.1, " + behind;
      String labels = "[127.0.0.1, " + port + ", 127.0.0.1:" + behind + "] ";
      Conditions.await(
          () -> {
            feature.begin(
                RedisAddress.parse(url("probe:geheim") + ",redis://127.0.0.1:" + behind), INTERVAL);
            feature.turn();
            List<String> lines = collected();
            return lines.stream().anyMatch(line -> line.startsWith(contact))
                && lines.stream()
                    .anyMatch(line -> line.startsWith("redis_replication_lag_seconds" + labels));
          });
      assertThat(collected())
          .contains(
              "redis_role[127.0.0.1, " + port + ", master] 1",
              "redis_role[127.0.0.1, " + behind + ", replica] 1",
              "redis_replicas_connected[127.0.0.1, " + port + "] 1")
          .anyMatch(line -> line.startsWith("redis_replication_lag_bytes" + labels));
    } finally {
      replica.stop();
    }
  }

  @Test
  void aReplicaThatIsNotOnlineYetHasNoLag() {
    RedisInfo info =
        RedisInfo.parse(
            List.of(
                "role:master\r\nslave0:ip=10.0.0.7,port=6379,state=wait_bgsave,offset=0\r\n"
                    + "slave1:ip=10.0.0.8,port=6379,state=online,offset=90,lag=2\r\n"
                    + "slave2:nonsense\r\nmaster_repl_offset:100\r\n"));
    assertThat(info.replicas())
        .containsExactly(
            new RedisInfo.Replica("10.0.0.7:6379", Double.NaN, 100),
            new RedisInfo.Replica("10.0.0.8:6379", 2, 10));
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

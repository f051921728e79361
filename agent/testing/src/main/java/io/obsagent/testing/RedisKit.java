// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.embedded.RedisServer;

/** What holds for every instrumented client of Redis: a server for the class, one connection. */
@ExtendWith(AgentExtension.class)
public abstract class RedisKit {
  protected static final String HOST = "127.0.0.1";

  private static @Nullable RedisServer server;
  private static int port;

  /** Connects to the server; called before each test. */
  protected abstract void connect();

  protected abstract void disconnect();

  protected abstract @Nullable String set(String key, String value);

  protected abstract @Nullable String get(String key);

  /** Pushes to a list, and throws what the client throws where the key is none. */
  protected abstract void push(String key, String value);

  protected static int port() {
    return port;
  }

  @BeforeAll
  static void startRedis() throws IOException {
    server =
        Ports.serve(
            free -> {
              port = free;
              RedisServer made =
                  RedisServer.newRedisServer().port(free).setting("bind " + HOST).build();
              made.start();
              return made;
            });
  }

  @AfterAll
  static void stopRedis() throws IOException {
    if (server != null) {
      server.stop();
    }
  }

  /** The key {@code warm} holds a text afterwards. */
  @BeforeEach
  void warmUp() {
    connect();
    set("warm", "up");
    awaitSpan("SET");
    Recorded.clear();
  }

  @AfterEach
  void leave() {
    disconnect();
  }

  protected static void awaitSpan(String name) {
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals(name)),
        () -> "no span of " + name + " among " + Recorded.spans());
  }

  @Test
  void aCommandIsASpanWithoutKeyAndValue() {
    double before = commands("SET", "ok", "none");
    assertThat(set("customer:7", "geheim")).isEqualTo("OK");
    assertThat(get("customer:7")).isEqualTo("geheim");

    assertThat(Recorded.awaitSpans(2)).extracting(RecordedSpan::name).containsExactly("SET", "GET");
    RecordedSpan set = Recorded.span("SET");
    assertThat(set.kind()).isEqualTo("CLIENT");
    assertThat(set.status()).isEqualTo("UNSET");
    assertThat(set.attribute("db.system.name")).isEqualTo("redis");
    assertThat(set.attribute("db.operation.name")).isEqualTo("SET");
    assertThat(set.attribute("server.address")).isEqualTo(HOST);
    assertThat(set.attribute("server.port")).isEqualTo((long) port);
    assertThat(Recorded.spans().toString()).doesNotContain("customer", "geheim");
    assertThat(commands("SET", "ok", "none")).isEqualTo(before + 1);
  }

  @Test
  void aKeyThatIsNotThereIsNoError() {
    assertThat(get("nobody")).isNull();
    assertThat(Recorded.awaitSpans(1).get(0).status()).isEqualTo("UNSET");
  }

  @Test
  void anErrorReplyIsAStatusAndReachesTheApplicationUnchanged() {
    double before = commands("LPUSH", "error", "WRONGTYPE");
    assertThatThrownBy(() -> push("warm", "geheim")).hasMessageStartingWith("WRONGTYPE Operation");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("LPUSH");
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("db.response.status_code")).isEqualTo("WRONGTYPE");
    assertThat(span.attribute("error.type")).isEqualTo("WRONGTYPE");
    assertThat(span.events()).isEmpty();
    assertThat(commands("LPUSH", "error", "WRONGTYPE")).isEqualTo(before + 1);
  }

  private static double commands(String command, String status, String error) {
    Double count =
        Recorded.metric(
            "redis_command_duration_seconds_count{command=\""
                + command
                + "\",server=\""
                + HOST
                + "\",server_port=\""
                + port
                + "\",status=\""
                + status
                + "\",error_type=\""
                + error
                + "\"}");
    return count == null ? 0 : count;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
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
  private static final String HASHES = "obs.db.key_hashes";
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

  /** Asks for several keys at once. */
  protected abstract void getAll(String... keys);

  protected abstract void exists(String... keys);

  /** Waits for an element of a list, which is there. */
  protected abstract void awaitElement(String key);

  /** Runs a script without keys. */
  protected abstract void evaluate(String script);

  /** Sets a key and adds to another in a transaction; answers how many replies it had. */
  protected abstract int transact(String key, String counter);

  /** The same in a pipeline. */
  protected abstract void pipe(String key, String counter);

  /** Bytes that a command may cost on the caller's thread where its trace is not kept. */
  protected long bytesUnread() {
    return 64; // the operation itself
  }

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

  /** The tests run with {@code redis.keys=hash}. */
  @Test
  void equalKeysHaveOneHashAndWhatIsNoKeyHasNone() {
    set("customer:7", "geheim");
    get("customer:7");
    get("customer:8");
    List<RecordedSpan> spans = Recorded.awaitSpans(3);
    Object hash = keyHash(spans.get(0));
    assertThat(hash).asString().matches("[0-9a-f]{16}");
    assertThat(keyHash(spans.get(1))).isEqualTo(hash);
    assertThat(keyHash(spans.get(2))).asString().matches("[0-9a-f]{16}").isNotEqualTo(hash);

    Recorded.clear();
    evaluate("return 'customer'");
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().startsWith("EVAL")),
        () -> "no script among " + Recorded.spans());
    assertThat(Recorded.settled()) // a client may ask first whether the server knows it
        .isNotEmpty()
        .allSatisfy(span -> assertThat(keyHash(span)).isNull());
    assertThat(spans + " " + Recorded.spans()).doesNotContain("customer", "geheim", "obs.db.key=");
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

  @Test
  void whatIsFoundIsAHitAndWhatIsNotAMiss() {
    double hits = hits("GET");
    double misses = misses("GET");
    get("warm");
    get("warm");
    get("nobody");

    Recorded.awaitSpans(3);
    assertThat(hits("GET")).isEqualTo(hits + 2);
    assertThat(misses("GET")).isEqualTo(misses + 1);
  }

  @Test
  void eachOfSeveralKeysIsAHitOrAMiss() {
    double hits = hits("MGET");
    double misses = misses("MGET");
    double existing = hits("EXISTS");
    double missing = misses("EXISTS");
    getAll("warm", "nobody", "nothing");
    exists("warm", "nobody", "nothing");

    Recorded.awaitSpans(2);
    assertThat(hits("MGET")).isEqualTo(hits + 1);
    assertThat(misses("MGET")).isEqualTo(misses + 2);
    assertThat(hits("EXISTS")).isEqualTo(existing + 1);
    assertThat(misses("EXISTS")).isEqualTo(missing + 2);
  }

  @Test
  void aCommandThatWaitsForOthersDoesNotSpoilTheTimesOfTheRest() {
    double before = waiting("BLPOP");
    push("queue", "geheim");
    awaitElement("queue");

    assertThat(Recorded.awaitSpans(2))
        .extracting(RecordedSpan::name)
        .containsExactly("LPUSH", "BLPOP");
    assertThat(commands("BLPOP", "ok", "none")).isZero();
    assertThat(waiting("BLPOP")).isEqualTo(before + 1);
  }

  @Test
  void aCommandThatNobodyReadsAllocatesLittle() throws Exception {
    assertThat(AddedBytes.whereUnread(() -> get("warm"))).isLessThanOrEqualTo(bytesUnread());
  }

  /** One that begins with no key: a hash is made by what the JVM has for it, and costs more. */
  @Test
  void aCommandWhoseSpanIsKeptAllocatesNoMoreThan600Bytes() throws Exception {
    assertThat(AddedBytes.whereKept(this::runScript)).isBetween(64L, 600L);
  }

  private String runScript() {
    evaluate("return 'up'");
    return "";
  }

  @Test
  void aTransactionIsOneSpanWithItsSize() {
    double before = commands("MULTI", "ok", "none");
    assertThat(transact("customer:7", "count")).isEqualTo(2);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("MULTI");
    assertThat(span.attribute("db.operation.name")).isEqualTo("MULTI");
    assertThat(span.attribute("db.operation.batch.size")).isEqualTo(2L);
    assertThat(span.attribute("server.port")).isEqualTo((long) port);
    assertThat(span.toString()).doesNotContain("customer");
    assertThat(commands("MULTI", "ok", "none")).isEqualTo(before + 1);
  }

  @Test
  void aPipelineIsOneSpanWithItsSize() {
    pipe("customer:7", "count");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("PIPELINE");
    assertThat(span.attribute("db.operation.name")).isEqualTo("PIPELINE");
    assertThat(span.attribute("db.operation.batch.size")).isEqualTo(2L);
    assertThat(span.attribute("server.port")).isEqualTo((long) port);
    assertThat(span.toString()).doesNotContain("customer");
  }

  /** The tests run with {@code redis.keys=hash}. */
  @Test
  void keysOfCommandsThatGoTogetherAreToldEachOnce() {
    set("customer:7", "geheim");
    Object hash = keyHash(Recorded.awaitSpans(1).get(0));
    Recorded.clear();
    pipe("customer:7", "count");
    assertThat(Recorded.awaitSpans(1).get(0).attribute(HASHES))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(2)
        .startsWith(hash);
    Recorded.clear();
    transact("customer:7", "count");
    assertThat(Recorded.awaitSpans(1).get(0).attribute(HASHES))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(2)
        .startsWith(hash);
  }

  private static @Nullable Object keyHash(RecordedSpan span) {
    return span.attribute("obs.db.key_hash");
  }

  protected static double hits(String command) {
    return metric("redis_cache_hits_total", command, "");
  }

  protected static double misses(String command) {
    return metric("redis_cache_misses_total", command, "");
  }

  private static double waiting(String command) {
    return metric(
        "redis_blocking_command_duration_seconds_count",
        command,
        ",status=\"ok\",error_type=\"none\"");
  }

  private static double commands(String command, String status, String error) {
    return metric(
        "redis_command_duration_seconds_count",
        command,
        ",status=\"" + status + "\",error_type=\"" + error + "\"");
  }

  private static double metric(String name, String command, String more) {
    Double value =
        Recorded.metric(
            name
                + "{command=\""
                + command
                + "\",server=\""
                + HOST
                + "\",server_port=\""
                + port
                + "\""
                + more
                + "}");
    return value == null ? 0 : value;
  }
}

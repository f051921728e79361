// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.redisson;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.RedisKit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;
import org.redisson.api.RLock;
import org.redisson.api.RScript;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

class RedissonTest extends RedisKit {
  private static final int PATIENCE_SECONDS = 60;

  private static RedissonClient redisson;

  @BeforeAll
  static void open() {
    redisson = Redisson.create(config(port()));
  }

  static Config config(int port) {
    Config config = new Config();
    config.setCodec(StringCodec.INSTANCE);
    config.setThreads(2);
    config.setNettyThreads(2);
    config
        .useSingleServer()
        .setAddress("redis://127.0.0.1:" + port)
        .setConnectionMinimumIdleSize(1)
        .setConnectionPoolSize(4);
    return config;
  }

  @AfterAll
  static void close() {
    redisson.shutdown(0, PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  protected void connect() {} // one client serves all

  @Override
  protected void disconnect() {}

  /**
   * The operation, the callback that waits for the reply, and two objects of its future; and what
   * the library itself allocates more or less where a reply is there sooner.
   */
  @Override
  protected long bytesUnread() {
    return 64 + 16 + 64 + 48;
  }

  /** Redisson has no reply for it. */
  @Override
  protected @Nullable String set(String key, String value) {
    redisson.getBucket(key).set(value);
    return "OK";
  }

  @Override
  protected @Nullable String get(String key) {
    return redisson.<String>getBucket(key).get();
  }

  @Override
  protected void push(String key, String value) {
    redisson.getDeque(key).addFirst(value);
  }

  @Override
  protected void getAll(String... keys) {
    redisson.getBuckets().get(keys);
  }

  @Override
  protected void exists(String... keys) {
    redisson.getKeys().countExists(keys);
  }

  @Override
  protected void awaitElement(String key) {
    try {
      redisson.getBlockingQueue(key).poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected void evaluate(String script) {
    redisson
        .getScript(StringCodec.INSTANCE)
        .<String>eval(RScript.Mode.READ_ONLY, script, RScript.ReturnType.VALUE);
  }

  @Override
  protected int transact(String key, String counter) {
    return execute(
        key,
        counter,
        BatchOptions.defaults().executionMode(BatchOptions.ExecutionMode.IN_MEMORY_ATOMIC));
  }

  @Override
  protected void pipe(String key, String counter) {
    execute(key, counter, BatchOptions.defaults());
  }

  private static int execute(String key, String counter, BatchOptions options) {
    RBatch batch = redisson.createBatch(options);
    batch.getBucket(key).setAsync("geheim");
    batch.getAtomicLong(counter).incrementAndGetAsync();
    return batch.execute().getResponses().size();
  }

  @Test
  void whatAMapAsksForIsASpanWithoutFieldAndValue() {
    double misses = misses("HGET");
    redisson.getMap("customers").fastPut("customer:7", "geheim");
    assertThat(redisson.getMap("customers").get("customer:8")).isNull();

    assertThat(Recorded.awaitSpans(2))
        .extracting(RecordedSpan::name)
        .containsExactly("HSET", "HGET");
    assertThat(Recorded.spans().toString()).doesNotContain("customer", "geheim");
    assertThat(misses("HGET")).isEqualTo(misses + 1);
  }

  @Test
  void aLockIsItsScripts() {
    RLock lock = redisson.getLock("customer:lock");
    lock.lock(PATIENCE_SECONDS, TimeUnit.SECONDS);
    lock.unlock();

    Recorded.await(
        () -> Recorded.spans().size() >= 2, // scripts, in some versions in batches with WAIT
        () -> "spans: " + Recorded.spans());
    assertThat(Recorded.settled().toString()).doesNotContain("customer");
  }

  @Test
  void aScriptIsItsCommandAlone() {
    redisson
        .getScript(StringCodec.INSTANCE)
        .<String>eval(RScript.Mode.READ_ONLY, "return 'geheim'", RScript.ReturnType.VALUE);

    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().startsWith("EVAL")),
        () -> "spans: " + Recorded.spans());
    assertThat(Recorded.settled().toString()).doesNotContain("geheim");
  }

  @Test
  void aMessageIsASpanWhereItIsPublished() throws Exception {
    CompletableFuture<String> received = new CompletableFuture<>();
    RTopic topic = redisson.getTopic("news");
    topic.addListener(String.class, (channel, text) -> received.complete(text));
    topic.publish("geheim");
    assertThat(received.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("geheim");
    topic.removeAllListeners();

    assertThat(Recorded.settled()).extracting(RecordedSpan::name).containsOnlyOnce("PUBLISH");
    assertThat(Recorded.spans().toString()).doesNotContain("geheim", "news");
  }

  @Test
  void connectingIsNoSpan() {
    RedissonClient another = Redisson.create(config(port()));
    another.shutdown(0, PATIENCE_SECONDS, TimeUnit.SECONDS);

    assertThat(Recorded.settled()).isEmpty();
  }

  @Test
  void anAsynchronousCommandEndsWithItsReply() throws Exception {
    assertThat(
            redisson
                .getAtomicLong("visits")
                .incrementAndGetAsync()
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .isPositive();

    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("INCR");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.valkeyglide;

import static org.assertj.core.api.Assertions.assertThat;

import glide.api.GlideClient;
import glide.api.models.Batch;
import glide.api.models.GlideString;
import glide.api.models.Script;
import glide.api.models.commands.stream.StreamReadOptions;
import glide.api.models.configuration.GlideClientConfiguration;
import glide.api.models.configuration.NodeAddress;
import glide.api.models.exceptions.RequestException;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.RedisKit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValkeyGlideTest extends RedisKit {
  private static final int PATIENCE_SECONDS = 60;

  private static GlideClient client;

  @BeforeAll
  static void open() throws Exception {
    client = connected(port());
  }

  static GlideClient connected(int port) throws Exception {
    NodeAddress address = NodeAddress.builder().host(HOST).port(port).build();
    return GlideClient.createClient(
            GlideClientConfiguration.builder()
                .address(address)
                .requestTimeout(PATIENCE_SECONDS * 1_000)
                .build())
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @AfterAll
  static void close() throws ExecutionException {
    client.close();
  }

  @Override
  protected void connect() {} // one client serves all

  @Override
  protected void disconnect() {}

  private static <T> T got(CompletableFuture<T> reply) {
    try {
      return reply.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RequestException refusal) {
        // as other clients tell it
        throw new IllegalStateException(refusal.getMessage().replaceFirst(": ", " "));
      }
      throw e;
    }
  }

  /**
   * The operation, the callback that waits for the reply, and two objects of its future; and what
   * the library itself allocates more or less where a reply is there sooner.
   */
  @Override
  protected long bytesUnread() {
    return 64 + 16 + 64 + 48;
  }

  @Override
  protected @Nullable String set(String key, String value) {
    return got(client.set(key, value));
  }

  @Override
  protected @Nullable String get(String key) {
    return got(client.get(key));
  }

  @Override
  protected void push(String key, String value) {
    got(client.lpush(key, new String[] {value}));
  }

  @Override
  protected void getAll(String... keys) {
    got(client.mget(keys));
  }

  @Override
  protected void exists(String... keys) {
    got(client.exists(keys));
  }

  @Override
  protected void awaitElement(String key) {
    got(client.blpop(new String[] {key}, PATIENCE_SECONDS));
  }

  @Override
  protected void evaluate(String script) {
    Script known = new Script(script, false);
    got(client.invokeScript(known));
  }

  @Override
  protected int transact(String key, String counter) {
    return got(client.exec(new Batch(true).set(key, "geheim").incr(counter), true)).length;
  }

  @Override
  protected void pipe(String key, String counter) {
    got(client.exec(new Batch(false).set(key, "geheim").incr(counter), true));
  }

  @Test
  void aFailureWithinABatchIsToldThoughItIsNotRaised() {
    Object[] replies =
        got(client.exec(new Batch(false).get("warm").lpush("warm", new String[] {"x"}), false));
    assertThat(replies[1]).isInstanceOf(RequestException.class);

    assertThat(Recorded.awaitSpans(1).get(0).attribute("error.type")).isEqualTo("WRONGTYPE");
  }

  @Test
  void aCommandOfTheApplicationsOwnIsItsFirstWord() {
    got(client.customCommand(new String[] {"OBJECT", "ENCODING", "warm"}));
    got(client.customCommand(new GlideString[] {GlideString.gs("get"), GlideString.gs("warm")}));

    assertThat(Recorded.awaitSpans(2))
        .extracting(RecordedSpan::name)
        .containsExactly("OBJECT", "GET");
    assertThat(Recorded.spans().toString()).doesNotContain("warm", "ENCODING");
  }

  @Test
  void readingOfAStreamWaitsIfItIsToldTo() {
    got(client.xadd("stream", Map.of("field", "geheim")));
    got(client.xread(Map.of("stream", "0")));
    got(client.xread(Map.of("stream", "0"), StreamReadOptions.builder().block(10_000L).build()));

    assertThat(Recorded.awaitSpans(3))
        .extracting(RecordedSpan::name)
        .containsExactly("XADD", "XREAD", "XREAD");
    String of = "{command=\"XREAD\",server=\"127.0.0.1\",server_port=\"" + port() + "\"";
    for (String metric : List.of("redis_command", "redis_blocking_command")) {
      assertThat(
              Recorded.metric(
                  metric + "_duration_seconds_count" + of + ",status=\"ok\",error_type=\"none\"}"))
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HGetAll, HGETALL",
    "ConfigGet, CONFIG",
    "Command_, COMMAND",
    "XGroupCreate, XGROUP",
    "JsonMGet, JSON.MGET",
    "FtSearch, FT.SEARCH",
    "EvalShaReadOnly, EVALSHA_RO",
    "ReadOnly, READONLY",
  })
  void aCommandHasTheNameThatTheServerKnows(String constant, String name) {
    assertThat(Calls.nameOf(constant)).isEqualTo(name);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.core.testing.Fixture;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.RedisCommands;
import io.obsagent.spi.telemetry.RedisKeyList;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisKeysTest {
  private static final String TEXT = "obs.db.key";
  private static final String HASH = "obs.db.key_hash";

  private final Fixture fixture = new Fixture();

  private @Nullable Object told(String attribute, String command, Object key) {
    return told(fixture, attribute, command, key);
  }

  private static @Nullable Object told(
      Fixture fixture, String attribute, String command, Object key) {
    DbOperation operation =
        fixture.telemetry().startDb(Fixture.REDIS, DbStatement.command(command), 1);
    assertThat(operation).isNotNull();
    operation.key(key);
    operation.end(null);
    return Fixture.attributes(fixture.spans.get(fixture.spans.size() - 1)).get(attribute);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void byDefaultNoKeyIsToldOrAskedFor() {
    DbOperation get = fixture.telemetry().startDb(Fixture.REDIS, Fixture.GET, 1);
    assertThat(get.wantsKey()).isFalse();
    assertThat(told(TEXT, "GET", "customer:7")).isNull();
    assertThat(told(HASH, "GET", "customer:7")).isNull();
  }

  @Test
  void aHashIsTheSameForEqualKeysOfAllProcessesWithTheSalt() {
    Fixture same = new Fixture();
    for (Fixture each : List.of(fixture, same)) {
      each.config.with("redis.keys", "hash").with("redis.keys-salt", "pepper");
    }
    Object hash = told(HASH, "GET", "customer:7");
    assertThat(hash).asString().matches("[0-9a-f]{16}");
    assertThat(told(HASH, "DEL", bytes("customer:7"))).isEqualTo(hash);
    assertThat(told(same, HASH, "GET", "customer:7")).isEqualTo(hash);
    assertThat(told(HASH, "GET", "customer:8")).isNotNull().isNotEqualTo(hash);
    assertThat(told(TEXT, "GET", "customer:7")).isNull();
  }

  @Test
  void withoutASaltEachProcessHasItsOwn() {
    Fixture other = new Fixture();
    fixture.config.with("redis.keys", "hash");
    other.config.with("redis.keys", "hash");
    assertThat(told(HASH, "GET", "customer:7"))
        .isNotNull()
        .isNotEqualTo(told(other, HASH, "GET", "customer:7"));
  }

  @Test
  void textIsBoundedAndWhatIsNoTextIsNotTold() {
    fixture.config.with("redis.keys", "text");
    assertThat(told(TEXT, "HSET", bytes("customer:7"))).isEqualTo("customer:7");
    assertThat(told(HASH, "HSET", bytes("customer:7"))).isNull();
    assertThat((String) told(TEXT, "GET", "k".repeat(10_000))).hasSizeBetween(100, 130);
    assertThat(told(TEXT, "GET", new Object())).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AUTH",
        "HELLO",
        "ACL",
        "CONFIG",
        "EVAL",
        "EVALSHA",
        "FCALL",
        "SCRIPT",
        "FUNCTION",
        "ECHO",
        "PUBLISH",
        "CLIENT",
        "MIGRATE",
        "PIPELINE",
        "MULTI",
        "SENTINEL",
        "DEBUG",
        "other"
      })
  void whatBeginsWithSomethingElseHasNoKey(String command) {
    fixture.config.with("redis.keys", "text");
    DbOperation operation =
        fixture.telemetry().startDb(Fixture.REDIS, DbStatement.command(command), 1);
    assertThat(operation.wantsKey()).isFalse();
    assertThat(told(TEXT, command, "geheim")).isNull();
  }

  @Test
  void ofCommandsThatGoTogetherEachKeyIsToldOnceAndNothingElse() {
    fixture.config.with("redis.keys", "text");
    assertThat(fixture.telemetry().tellsRedisKeys()).isTrue();
    RedisKeyList keys = new RedisKeyList();
    for (String command : List.of("AUTH", "EVAL", "CONFIG")) {
      keys.add(DbStatement.command(command), bytes("geheim"));
    }
    for (String key : List.of("a", "b", "a")) {
      keys.add(DbStatement.command("GET"), bytes(key));
    }
    DbOperation pipeline = fixture.telemetry().startDb(Fixture.REDIS, RedisCommands.PIPELINE, 6);
    keys.tell(pipeline);
    pipeline.end(null);
    assertThat(Fixture.attributes(fixture.spans.get(0)).get("obs.db.keys"))
        .isEqualTo(List.of("a", "b"));
  }

  @Test
  void aStatementOfSqlHasNone() {
    fixture.config.with("redis.keys", "text");
    DbOperation query =
        fixture.telemetry().startDb(Fixture.H2, new DbStatement("GET", "GET", "GET", null), 1);
    assertThat(query.wantsKey()).isFalse();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.core.testing.Fixture;
import io.obsagent.core.testing.Fixture.Request;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.telemetry.DbCalls;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbOperation.Failure;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What nobody reads is counted just as what somebody does. */
class UnreadDatabaseCallTest {
  private final Fixture unread = new Fixture();
  private final Fixture read = new Fixture();

  UnreadDatabaseCallTest() {
    unread.config.with("sampling.sampler", "never");
    read.config.with("sampling.sampler", "always");
  }

  private static DbOperation query(Fixture fixture) {
    DbOperation query = fixture.telemetry().startDb(Fixture.H2, Fixture.SELECT, 1);
    assertThat(query).isNotNull();
    query.attach();
    return query;
  }

  private interface Calls {
    void in(Fixture fixture);
  }

  private void assertCountedAlike(Calls calls) {
    for (Fixture fixture : List.of(unread, read)) {
      HttpServerOperation server = fixture.serve(new Request("GET", "/"));
      server.attach();
      calls.in(fixture);
      assertThat(Span.current().getSpanContext()).isSameAs(server.span().getSpanContext());
      server.finish(null);
      assertThat(Context.current()).isSameAs(Context.root());
    }
    assertThat(unread.spans).isEmpty();
    assertThat(read.spans).isNotEmpty();
    assertThat(counted(unread)).isEqualTo(counted(read)).isNotEmpty();
  }

  private static List<String> counted(Fixture fixture) {
    List<String> all = new ArrayList<>();
    for (MetricFamily family : fixture.telemetry().metrics().collect()) {
      boolean ofCalls =
          List.of("database_", "redis_", "http_", "gen_ai_", "ai_").stream()
              .anyMatch(prefix -> family.name().startsWith(prefix));
      if (ofCalls && !family.points().isEmpty()) {
        fixture
            .values(family.name())
            .forEach((labels, value) -> all.add(family.name() + labels + value));
      }
    }
    all.sort(Comparator.naturalOrder());
    return all;
  }

  @Test
  void thatNoTimeoutWouldHaveEndedItIsCountedOfWhatTookLong() {
    assertCountedAlike(
        fixture -> {
          for (int millis : new int[] {4_999, 5_000, 7_000}) {
            DbOperation query = query(fixture);
            fixture.clock.turn(millis);
            assertThat(query.tookLong()).as("while it runs").isFalse();
            query.finish(null);
            assertThat(query.tookLong()).isEqualTo(millis >= 5_000);
            if (query.tookLong()) {
              query.unbounded();
            }
          }
          assertThat(fixture.telemetry().databaseCalls())
              .singleElement()
              .extracting(DbCalls::unbounded)
              .isEqualTo(new DbCalls.Unbounded(2, 7_000_000_000L));
        });
  }

  @Test
  void outcomesAreCounted() {
    assertCountedAlike(
        fixture -> {
          query(fixture).finish(null);
          DbOperation failed = query(fixture);
          failed.failure(Failure.DEADLOCK);
          failed.responseStatus("40001");
          failed.finish(new IllegalStateException());
          failed.finish(null);
          DbOperation redis = fixture.telemetry().startDb(DbTarget.UNKNOWN_SQL, Fixture.GET, 1);
          redis.target(Fixture.REDIS);
          redis.answered("there");
          redis.found(1, 2);
          redis.end(null);
        });
    assertThat(unread.telemetry().databaseCalls()).hasSize(1);
    assertThat(unread.telemetry().databaseCalls().get(0).errors()).isEqualTo(1);
  }

  @Test
  void onlyTheOutermostCallIsCounted() {
    assertCountedAlike(
        fixture -> {
          DbOperation outer = query(fixture);
          assertThat(fixture.telemetry().startDb(Fixture.REDIS, Fixture.GET, 1)).isNull();
          GenAiOperation chat = fixture.telemetry().startGenAi(Fixture.CHAT);
          chat.attach();
          assertThat(fixture.telemetry().startDb(Fixture.REDIS, Fixture.GET, 1)).isNull();
          chat.finish(null);
          Context more = Context.current().with(ContextKey.named("test"), "value");
          try (Scope scope = more.makeCurrent()) {
            assertThat(fixture.telemetry().startDb(Fixture.REDIS, Fixture.GET, 1)).isNull();
          }
          outer.finish(null);
          try (Scope scope = more.makeCurrent()) {
            fixture.telemetry().startDb(Fixture.REDIS, Fixture.GET, 1).end(null);
          }
          query(fixture).finish(null);
        });
  }

  @Test
  void anotherThreadIsWithinIt() {
    assertCountedAlike(
        fixture -> {
          DbOperation outer = query(fixture);
          Context captured = outer.context();
          AtomicInteger watched = new AtomicInteger(-1);
          Runnable inside =
              () -> {
                boolean none = fixture.telemetry().startDb(Fixture.REDIS, Fixture.GET, 1) == null;
                watched.set(none ? 0 : 1);
              };
          Thread thread = new Thread(captured.wrap(inside));
          thread.start();
          try {
            thread.join();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          assertThat(watched).hasValue(0);
          outer.finish(null);
        });
  }

  @Test
  void itsSpanIsNobodys() {
    HttpServerOperation server = unread.serve(new Request("GET", "/"));
    server.attach();
    DbOperation query = query(unread);
    assertThat(Span.current()).isSameAs(server.span());
    query.span().end();
    assertThat(query.ended()).isFalse();
    assertThat(server.ended()).isFalse();
    query.finish(null);
    server.finish(null);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.spymemcached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.MemcachedClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class SpymemcachedTest {
  private static final String SECRET = "geheim-4711";

  private static MemcachedServer server;
  private static MemcachedClient client;

  @BeforeAll
  static void open() throws IOException {
    server = new MemcachedServer();
    client =
        new MemcachedClient(
            new ConnectionFactoryBuilder().setDaemon(true).setOpTimeout(60_000).build(),
            List.of(server.address()));
  }

  @AfterAll
  static void close() throws IOException {
    client.shutdown();
    server.close();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  private static double count(String command, String status, String error) {
    Double count =
        Recorded.metric(
            "database_query_duration_seconds_count{query_type=\""
                + command
                + "\",table=\"none\",system=\"memcached\",database=\"none\",status=\""
                + status
                + "\",error_type=\""
                + error
                + "\"}");
    return count == null ? 0 : count;
  }

  @Test
  void anOperationIsASpanWithoutKeyAndValue() throws Exception {
    double before = count("get", "ok", "none");
    assertThat(await(client.set("customer:7", 0, SECRET))).isTrue();
    assertThat(client.get("customer:7")).isEqualTo(SECRET);
    assertThat(client.get("nobody")).isNull();

    List<RecordedSpan> spans = Recorded.awaitSpans(3);
    assertThat(spans).extracting(RecordedSpan::name).containsExactly("set", "get", "get");
    assertThat(spans).allMatch(span -> span.status().equals("UNSET"));
    assertThat(spans.get(0).attributes())
        .containsEntry("db.system.name", "memcached")
        .containsEntry("db.operation.name", "set")
        .containsEntry("server.address", "127.0.0.1")
        .containsEntry("server.port", (long) server.address().getPort());
    assertThat(spans.toString()).doesNotContain(SECRET, "customer");
    assertThat(count("get", "ok", "none")).isEqualTo(before + 2);
  }

  @Test
  void operationsAreNamedAsTheProtocolNamesThem() throws Exception {
    await(client.add("named", 0, "1"));
    assertThat(client.incr("named", 1)).isEqualTo(7);
    assertThat(await(client.delete("named"))).isTrue();
    assertThat(await(client.delete("named"))).isFalse();

    List<RecordedSpan> spans = Recorded.awaitSpans(4);
    assertThat(spans)
        .extracting(RecordedSpan::name)
        .containsExactly("add", "incr", "delete", "delete");
    assertThat(spans).allMatch(span -> span.status().equals("UNSET"));
  }

  @Test
  void aLookUpOfManyKeysIsOne() {
    assertThat(client.getBulk("a", "b", "c")).isEmpty();
    assertThat(Recorded.awaitSpans(1)).extracting(RecordedSpan::name).containsExactly("get");
  }

  @Test
  void lookUpsThatAreSentAsOneAreSpansOfTheirOwnInTheirRequest() throws Exception {
    Recorded.served(
        Map.of(),
        () -> {
          List<Future<Object>> all =
              List.of(client.asyncGet("x"), client.asyncGet("y"), client.asyncGet("z"));
          for (Future<Object> one : all) {
            assertThat(await(one)).isNull();
          }
          return null;
        });
    List<RecordedSpan> spans = Recorded.awaitSpans(4);
    assertThat(spans.stream().skip(1))
        .allMatch(span -> span.name().equals("get") && span.isChildOf(spans.get(0)));
  }

  @Test
  void whatTheServerRefusesIsAnError() {
    double before = count("set", "error", "SERVER");
    assertThatThrownBy(() -> await(client.set("broken", 0, SECRET))).isNotNull();

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("db.response.status_code")).isEqualTo("SERVER");
    assertThat(span.toString()).doesNotContain(SECRET);
    assertThat(count("set", "error", "SERVER")).isEqualTo(before + 1);
  }

  @Test
  void whoWaitsTooLongEndsIt() throws IOException {
    MemcachedClient impatient =
        new MemcachedClient(
            new ConnectionFactoryBuilder().setDaemon(true).setOpTimeout(60_000).build(),
            List.of(server.address()));
    try {
      assertThatThrownBy(() -> impatient.asyncGet("silent").get(50, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      RecordedSpan span = Recorded.awaitSpans(1).get(0);
      assertThat(span.status()).isEqualTo("ERROR");
      assertThat(span.attribute("db.response.status_code")).isEqualTo("TIMED_OUT");
    } finally {
      impatient.shutdown();
    }
  }
}

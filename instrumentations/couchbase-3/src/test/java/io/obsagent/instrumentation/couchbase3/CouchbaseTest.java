// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.couchbase3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.couchbase.client.core.error.DocumentExistsException;
import com.couchbase.client.core.error.DocumentNotFoundException;
import com.couchbase.client.java.Collection;
import com.couchbase.client.java.json.JsonObject;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class CouchbaseTest {
  private static final String SECRET = "geheim-4711";

  private static MockCluster cluster;
  private static Collection orders;

  @BeforeAll
  static void open() throws Exception {
    cluster = MockCluster.start();
    orders = cluster.bucket().defaultCollection();
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  private static double count(String operation, String status, String error) {
    Double count =
        Recorded.metric(
            "database_query_duration_seconds_count{query_type=\""
                + operation
                + "\",table=\"_default\",system=\"couchbase\",database=\"shop\",status=\""
                + status
                + "\",error_type=\""
                + error
                + "\"}");
    return count == null ? 0 : count;
  }

  @Test
  void anOperationIsASpanWithoutKeyAndValue() {
    double before = count("get", "ok", "none");
    orders.upsert("customer:7", JsonObject.create().put("name", SECRET));
    assertThat(orders.get("customer:7").contentAsObject().getString("name")).isEqualTo(SECRET);

    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    assertThat(spans)
        .extracting(RecordedSpan::name)
        .containsExactly("upsert _default", "get _default");
    assertThat(spans).allMatch(span -> span.status().equals("UNSET"));
    assertThat(spans.get(1).attributes())
        .containsEntry("db.system.name", "couchbase")
        .containsEntry("db.namespace", "shop")
        .containsEntry("db.collection.name", "_default")
        .containsEntry("db.operation.name", "get")
        .containsKey("server.address")
        .containsKey("server.port");
    assertThat(spans.toString()).doesNotContain(SECRET, "customer");
    assertThat(count("get", "ok", "none")).isEqualTo(before + 1);
  }

  @Test
  void aDocumentThatIsNotThereIsNoError() {
    assertThatThrownBy(() -> orders.get("nobody")).isInstanceOf(DocumentNotFoundException.class);
    assertThat(Recorded.awaitSpans(1).get(0).status()).isEqualTo("UNSET");
  }

  @Test
  void whatTheServerRefusesIsAnError() {
    orders.upsert("there", 1);
    Recorded.awaitSpans(1);
    Recorded.clear();
    assertThatThrownBy(() -> orders.insert("there", SECRET))
        .isInstanceOf(DocumentExistsException.class);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("insert _default");
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("db.response.status_code")).isEqualTo("EXISTS");
    assertThat(span.toString()).doesNotContain(SECRET);
  }

  @Test
  void reactiveOperationsAreChildrenOfTheRequest() throws Exception {
    Recorded.served(
        Map.of(),
        () ->
            orders
                .reactive()
                .upsert("a", 1)
                .flatMap(done -> orders.reactive().get("a"))
                .block(Duration.ofSeconds(60)));
    List<RecordedSpan> spans = Recorded.awaitSpans(3);
    assertThat(spans.stream().skip(1)).allMatch(span -> span.isChildOf(spans.get(0)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.graphqljava;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.ExecutionResult;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class GraphqlJavaTest {
  private final ShopSchema shop = new ShopSchema();

  private static double count(String type, String outcome) {
    Double count =
        Recorded.metric(
            "graphql_operation_duration_seconds_count{type=\""
                + type
                + "\",outcome=\""
                + outcome
                + "\"}");
    return count == null ? 0 : count;
  }

  @Test
  void anOperationIsASpanWithItsTypeAndNameAndNothingOfItsQuery() throws Exception {
    double before = count("query", "success");

    ExecutionResult result =
        Recorded.served(Map.of(), () -> shop.execute("query Find { product(id: \"geheim\") }"));

    assertThat(result.<Map<String, Object>>getData()).containsEntry("product", "product geheim");
    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    RecordedSpan span = spans.get(1);
    assertThat(span.name()).isEqualTo("query");
    assertThat(span.kind()).isEqualTo("INTERNAL");
    assertThat(span.parentSpanId()).isEqualTo(spans.get(0).spanId());
    assertThat(span.attributes())
        .containsOnly(
            Map.entry("graphql.operation.type", "query"),
            Map.entry("graphql.operation.name", "Find"),
            Map.entry("correlation.id", span.attribute("correlation.id")));
    assertThat(count("query", "success")).isEqualTo(before + 1);
  }

  @Test
  void aMutationWithoutANameHasItsTypeOnly() {
    shop.execute("mutation { order }");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("mutation");
    assertThat(span.attributes())
        .containsOnlyKeys("graphql.operation.type", "correlation.id")
        .containsEntry("graphql.operation.type", "mutation");
  }

  @Test
  void whatFetchingDataThrewIsTheError() {
    double before = count("query", "error");

    shop.execute("{ broken }");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
    assertThat(count("query", "error")).isEqualTo(before + 1);
  }

  @Test
  void anErrorThatNothingThrewIsToldByItsClass() {
    shop.execute("{ missing }");

    assertThat(Recorded.awaitSpans(1).get(0).attribute("error.type"))
        .isEqualTo("NullValueInNonNullableField");
  }

  @Test
  void aResultThatComesLaterEndsTheSpan() {
    CompletableFuture<ExecutionResult> result = shop.executeLater("{ later }");
    Recorded.awaitSpans(0);

    shop.later.complete("now");

    assertThat(result.join().<Map<String, Object>>getData()).containsEntry("later", "now");
    assertThat(Recorded.awaitSpans(1).get(0).status()).isEqualTo("UNSET");
  }

  @Test
  void aDocumentThatIsNotValidIsNotExecuted() {
    assertThat(shop.execute("{ nothing }").getErrors()).hasSize(1);

    Recorded.awaitSpans(0);
  }
}

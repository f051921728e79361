// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jrag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.rag.query.Query;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class RetrievalTest {
  private static final String RETRIEVER = "retrieval EmbeddingStoreContentRetriever";

  @Test
  void aRetrievalTellsHowManyItFoundAndHowWellTheyFitAndNotWhatTheySay() {
    assertThat(Library.retriever(Library.model()).retrieve(Query.from("Where is it?"))).hasSize(2);

    assertThat(Recorded.awaitSpans(1)).as("its search is a part of it").hasSize(1);
    RecordedSpan span = Recorded.span(RETRIEVER);
    assertThat(span.attributes())
        .containsEntry("gen_ai.operation.name", "retrieval")
        .containsEntry("gen_ai.provider.name", "inmemory")
        .containsEntry("gen_ai.data_source.id", "EmbeddingStoreContentRetriever")
        .containsEntry("obs.gen_ai.retrieval.documents", 2L);
    assertThat((Double) span.attribute("obs.gen_ai.retrieval.highest_score"))
        .isEqualTo(1, within(1e-6));
    assertThat((Double) span.attribute("obs.gen_ai.retrieval.lowest_score"))
        .isEqualTo(0.5, within(1e-6));
    assertThat(Recorded.spans().toString())
        .doesNotContain(Library.SECRET)
        .doesNotContain("Where is it");
  }

  @Test
  void aSearchOfAStoreIsARetrieval() {
    Library.store().search(Library.search(1));

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("retrieval InMemoryEmbeddingStore");
    assertThat(span.attributes())
        .containsEntry("gen_ai.provider.name", "inmemory")
        .containsEntry("gen_ai.retrieval.top_k", 1L)
        .containsEntry("obs.gen_ai.retrieval.documents", 1L);
  }

  @Test
  void aRetrievalThatFailsIsAnError() {
    assertThatThrownBy(() -> Library.retriever(Library.failing()).retrieve(Query.from("Tea?")))
        .hasMessageContaining("no model");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo(RETRIEVER);
    assertThat(span.status()).isEqualTo("ERROR");
  }
}

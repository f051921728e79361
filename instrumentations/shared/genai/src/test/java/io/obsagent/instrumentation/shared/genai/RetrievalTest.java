// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetrievalTest {
  private final FakeOperation operation = new FakeOperation();

  @Test
  void theRangeOfScoresIsThatOfTheDocumentsThatHaveOne() {
    Retrieval.end(operation, Arrays.asList(0.5, null, 1L, 0.25f), score -> score, null);

    assertThat(operation.told).containsExactly("found 4 from 0.25 to 1.0");
    assertThat(operation.ended()).isTrue();
  }

  @Test
  void whereNothingHasAScoreThereIsNoRange() {
    Retrieval.end(operation, List.of("tea"), text -> null, null);

    assertThat(operation.told).containsExactly("found 1 from NaN to NaN");
  }

  @Test
  void aSearchThatFailsHasFoundNothing() {
    IllegalStateException failure = new IllegalStateException();
    Retrieval.end(operation, null, text -> null, failure);

    assertThat(operation.told).isEmpty();
    assertThat(operation.error).isSameAs(failure);
  }
}

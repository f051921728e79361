// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolCallTest {
  private final FakeOperation operation = new FakeOperation();
  private final FakeContent content = new FakeContent();

  @Test
  void whatAToolAnswersIsItsTextOrJson() {
    operation.content = content;
    ToolCall.tell(operation, "c-1", "2 cups");
    ToolCall.tell(operation, null, Map.of("cups", List.of(2)));
    ToolCall.tell(operation, null, null);

    assertThat(content.said).containsExactly("result c-1: 2 cups", "result null: {\"cups\":[2]}");
    assertThat(operation.ended()).isFalse();
  }

  @Test
  void whereNobodyWantsToSeeItNothingIsMadeOfIt() {
    ToolCall.tell(
        operation,
        null,
        new Iterable<>() {
          @Override
          public java.util.Iterator<Object> iterator() {
            throw new AssertionError("it was read");
          }
        });
    assertThat(operation.told).isEmpty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.instrumentation.shared.genai.AnswerTable.Tells;
import io.obsagent.spi.telemetry.GenAiUsage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerTableTest {
  private static final AnswerTable TABLE =
      new AnswerTable()
          .tells(Tells.ID, "id")
          .tells(Tells.MODEL, "model")
          .tells(Tells.STATUS, "status")
          .tells(Tells.USAGE, "usage")
          .tells(Tells.INPUT, "tokens.input", "input")
          .tells(Tells.AUDIO_INPUT, GetterPath.sum("details", "kind", "AUDIO", "tokens"));

  private final FakeOperation operation = new FakeOperation();

  /** A chunk as a class, where others are maps. */
  public record Chunk(String id, String model, String status) {}

  @Test
  void whatAStreamHasToldOfItselfIsNotToldAgain() {
    TABLE.tell(operation, new Chunk("", "", ""));
    TABLE.tell(operation, new Chunk("c-1", "m-1", ""));
    TABLE.tell(operation, new Chunk("c-1", "m-1", "stop"));

    assertThat(operation.told).containsExactly("c-1 m-1", "stop");
  }

  @Test
  void aMapHasKeysWhereAClassHasGetters() {
    TABLE.tell(operation, Map.of("id", "c-1", "usage", Map.of("tokens", Map.of("input", 3))));

    assertThat(operation.told).containsExactly("c-1 null", GenAiUsage.of(3, -1).toString());
  }

  @Test
  void whatIsCountedByKindsIsAddedUp() {
    List<Map<String, Object>> details =
        List.of(
            Map.of("kind", "AUDIO", "tokens", 2),
            Map.of("kind", "TEXT", "tokens", 7),
            Map.of("kind", "AUDIO", "tokens", 1));
    TABLE.tell(operation, Map.of("usage", Map.of("input", 10, "details", details)));

    assertThat(operation.told)
        .containsExactly(GenAiUsage.of(10, -1).audio(3, -1).toString());
  }
}

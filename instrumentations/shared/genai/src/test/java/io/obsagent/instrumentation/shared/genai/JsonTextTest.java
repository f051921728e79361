// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  @Test
  void mapsListsAndPlainValuesAreWrittenAsJson() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("litres", 1);
    map.put("hot", true);
    map.put("cups", Arrays.asList(0.5, null, "a\"b\\c\n\u0001"));
    map.put("none", Map.of());
    map.put("nothing", List.of());
    assertThat(JsonText.of(map))
        .isEqualTo(
            "{\"litres\":1,\"hot\":true,\"cups\":[0.5,null,\"a\\\"b\\\\c\\n\\u0001\"],"
                + "\"none\":{},\"nothing\":[]}");
  }

  @Test
  void valuesOfALibrarysOwnAreMadePlain() {
    assertThat(
            JsonText.of(
                Optional.of(List.of(Optional.of("tea"), 2)),
                value -> value instanceof Optional<?> held ? held.orElse(null) : value))
        .isEqualTo("[\"tea\",2]");
  }

  @Test
  void whatHoldsItselfHasAnEnd() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    assertThat(JsonText.of(list)).startsWith("[[").hasSizeLessThan(1_000);
    Map<String, Object> wide = new LinkedHashMap<>();
    for (int i = 0; i < 100_000; i++) {
      wide.put("k" + i, "value");
    }
    assertThat(JsonText.of(wide)).hasSizeLessThan(71_000);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NameSetTest {
  private static boolean contains(NameSet names, String constant) {
    byte[] bytes = ("##" + constant + "##").getBytes(StandardCharsets.UTF_8);
    return names.find(bytes, 2, bytes.length - 4) != null;
  }

  @Test
  void itsNamesAreInItAndNothingElse() {
    NameSet names = new NameSet(Set.of("execute", "connect", "addBatch"));

    assertThat(contains(names, "execute")).isTrue();
    assertThat(contains(names, "addBatch")).isTrue();
    assertThat(contains(names, "exhaust")).isFalse();
    assertThat(contains(names, "executes")).isFalse();
    assertThat(contains(names, "")).isFalse();
    assertThat(contains(names, "äxecute")).isFalse();
    assertThat(contains(names, "c".repeat(70_000))).isFalse();
  }

  @Test
  void nothingIsInNone() {
    assertThat(contains(NameSet.EMPTY, "")).isFalse();
    assertThat(contains(NameSet.EMPTY, "execute")).isFalse();
  }
}

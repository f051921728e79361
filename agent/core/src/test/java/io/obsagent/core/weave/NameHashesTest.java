// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameHashesTest {
  private final NameHashes names = new NameHashes();

  private void add(String name) {
    names.add(NameHashes.hash(name));
  }

  private boolean contains(String name) {
    return names.contains(NameHashes.hash(name));
  }

  @Test
  void holdsWhatWasAddedAndNothingElse() {
    for (int i = 0; i < 20_000; i++) {
      add("com/example/shop/Type" + i);
      add("com/example/shop/Type" + i);
    }
    for (int i = 0; i < 20_000; i++) {
      assertThat(contains("com/example/shop/Type" + i)).isTrue();
      assertThat(contains("com/example/shop/Other" + i)).isFalse();
    }
  }

  @Test
  void tellsNamesApartThatHaveTheirHashInCommon() {
    add("a/Aa");
    add("a/AaAa");
    assertThat("a/AaAa".hashCode()).isEqualTo("a/BBBB".hashCode());
    assertThat(contains("a/BB")).isFalse();
    assertThat(contains("a/AaBB")).isFalse();
    assertThat(contains("a/BBBB")).isFalse();
    assertThat(contains("a/Aa")).isTrue();
    assertThat(contains("")).isFalse();
  }
}

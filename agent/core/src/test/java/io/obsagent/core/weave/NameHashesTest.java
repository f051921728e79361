// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameHashesTest {
  @Test
  void holdsWhatWasAddedAndNothingElse() {
    NameHashes names = new NameHashes();
    for (int i = 0; i < 20_000; i++) {
      names.add("com/example/shop/Type" + i);
      names.add("com/example/shop/Type" + i);
    }
    for (int i = 0; i < 20_000; i++) {
      assertThat(names.contains("com/example/shop/Type" + i)).isTrue();
      assertThat(names.contains("com/example/shop/Other" + i)).isFalse();
    }
  }

  @Test
  void tellsNamesApartThatHaveTheirHashInCommon() {
    NameHashes names = new NameHashes();
    names.add("a/Aa");
    names.add("a/AaAa");
    assertThat("a/AaAa".hashCode()).isEqualTo("a/BBBB".hashCode());
    assertThat(names.contains("a/BB")).isFalse();
    assertThat(names.contains("a/AaBB")).isFalse();
    assertThat(names.contains("a/BBBB")).isFalse();
    assertThat(names.contains("a/Aa")).isTrue();
    assertThat(names.contains("")).isFalse();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.diagnostics.Problems;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProblemsTest {
  @AfterEach
  void clear() {
    Problems.clear("disk");
    Problems.clear("rules");
  }

  @Test
  void aProblemStandsUntilItsAreaIsWell() {
    Problems.add("disk", "the disk is full");
    Problems.add("disk", "the disk is full");
    Problems.add("rules", "rules.yml:3: no such thing");
    assertThat(Problems.all()).containsExactly("the disk is full", "rules.yml:3: no such thing");

    Problems.clear("disk");
    assertThat(Problems.all()).containsExactly("rules.yml:3: no such thing");
  }

  @Test
  void ofAnAreaTheNewestStay() {
    for (int i = 0; i < 30; i++) {
      Problems.add("disk", "block " + i);
    }
    assertThat(Problems.all()).hasSize(20).contains("block 29").doesNotContain("block 9");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.PatternSyntaxException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedRegexTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{1000}){1000}){1000}",
        "(((a{50}){50}){50}){50}",
        "(x{1,1000}){1,1000}",
        "(?:[a-z]{900}\\d{100}){200}",
        "([[:alpha:]]{1000}){1000}",
        "([)]{1000}){1000}"
      })
  void aRepetitionThatWouldUnrollIntoTooMuchIsRefused(String regex) {
    assertThatThrownBy(() -> BoundedRegex.compile(regex))
        .isInstanceOf(PatternSyntaxException.class)
        .hasMessageContaining("too large");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(a|b)+c{2,5}", "5..", ".*", "[^a-c]{3}", "\\Q(.){\\E", "(?i:x)|y", "{", "a{,5}"})
  void anOrdinaryOneIsCompiled(String regex) {
    assertThat(BoundedRegex.compile(regex).pattern()).isEqualTo("^(?s:" + regex + ")$");
  }

  @ParameterizedTest
  @ValueSource(ints = {600, 9_000})
  void deepNestingIsRefused(int depth) {
    assertThatThrownBy(() -> BoundedRegex.compile("(".repeat(depth) + ")".repeat(depth)))
        .isInstanceOf(PatternSyntaxException.class)
        .hasMessageContaining("nests too deeply");
  }
}

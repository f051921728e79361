// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactPatternsTest {
  private final List<String> problems = new ArrayList<>();

  private List<String> parse(String yaml) throws Exception {
    return RedactPatterns.parse(YamlReader.read("obs-agent.yaml", yaml).root(), problems::add);
  }

  @Test
  void whatMatchesIsTakenOut() throws Exception {
    RedactPatterns patterns =
        new RedactPatterns(parse("- '\\bDE\\d{20}\\b'\n- '(?i)patient [a-z]+'\n"));

    assertThat(problems).isEmpty();
    assertThat(patterns.apply("Patient Bob has DE12345678901234567890."))
        .isEqualTo("[redacted] has [redacted].");
    assertThat(patterns.apply("nothing")).isEqualTo("nothing");
  }

  @Test
  void whatIsNoPatternIsTold() throws Exception {
    assertThat(parse("- 'ok'\n- '(a'\n- 'x*'\n- [1]\n- '(?=a)'\n")).containsExactly("ok");

    assertThat(problems).hasSize(4);
    assertThat(problems.get(0)).startsWith("obs-agent.yaml:2: '(a' is no pattern of RE2: ");
    assertThat(problems.get(1))
        .isEqualTo("obs-agent.yaml:3: 'x*' matches nothing at all, and so everywhere");
    assertThat(problems.get(2)).isEqualTo("obs-agent.yaml:4: expected a regular expression");
    assertThatThrownBy(() -> parse("a: b"))
        .hasMessage("obs-agent.yaml:1: 'logs.redact-patterns' takes a list of regular expressions");
  }

  @Test
  void noPatternTakesForever() throws Exception {
    RedactPatterns patterns = new RedactPatterns(parse("- '(a+)+b'\n"));

    assertThat(patterns.apply("a".repeat(8_000))).hasSize(8_000);
  }

  @Test
  void thereIsABound() throws Exception {
    assertThat(parse("- 'acme'\n".repeat(40))).hasSize(32);
    assertThat(problems).hasSize(8);
  }

  @Test
  void aPatternInWhichNothingIsRareIsUsedAndToldToBeSlow() throws Exception {
    assertThat(parse("- '[a-z]+ [a-z]+'\n- '\\w+@acme\\.example'\n- '\\d{4}'\n")).hasSize(3);

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0)).startsWith("obs-agent.yaml:1: '[a-z]+ [a-z]+' is used, and costs");
  }
}

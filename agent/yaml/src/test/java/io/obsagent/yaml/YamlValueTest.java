// SPDX-License-Identifier: Apache-2.0
package io.obsagent.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YamlValueTest {
  @Test
  void aTextMeansWhatJsonSays() throws Exception {
    assertThat(YamlValue.parse("{\"a\":[1,2.5,true,null,\"5\"],\"b\":{\"c\":\"x\"}}"))
        .isEqualTo(Map.of("a", Arrays.asList(1L, 2.5, true, null, "5"), "b", Map.of("c", "x")));
    assertThat(YamlValue.parse("12345678901234567890"))
        .isEqualTo(new BigInteger("12345678901234567890"));
    assertThat(YamlValue.parse("")).isNull();
  }

  @Test
  void whatOnlyLooksLikeATypeIsAText() throws Exception {
    for (String text :
        List.of("yes", "no", "007", "0x1f", "2026-01-05", "1e999", ".inf", "1_000")) {
      assertThat(YamlValue.parse(text)).isEqualTo(text);
    }
  }

  @Test
  void aNumberOfAMillionDigitsStaysAText() throws Exception {
    String digits = "9".repeat(1_000_000);
    assertThat(YamlValue.parse(digits)).isEqualTo(digits);
  }

  @Test
  void whatIsBeyondTheBoundsIsRefused() {
    String bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n";
    for (char name = 'b'; name < 'h'; name++) {
      char before = (char) (name - 1);
      bomb += name + ": &" + name + " [" + ("*" + before + ",").repeat(9) + "*" + before + "]\n";
    }
    for (String text : List.of("[".repeat(40) + "]".repeat(40), "&a [*a]", bomb, "[FIRING:1] x")) {
      assertThatThrownBy(() -> YamlValue.parse(text)).isInstanceOf(YamlException.class);
    }
  }
}

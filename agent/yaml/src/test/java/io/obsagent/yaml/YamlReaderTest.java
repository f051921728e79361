// SPDX-License-Identifier: Apache-2.0
package io.obsagent.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YamlReaderTest {
  private final List<String> warnings = new ArrayList<>();

  @Test
  void aValueHasThePlaceOfItsKeyAndAnElementItsOwn() throws YamlException {
    YamlMap map = read("a:\n  - b: 1\n    c: |\n      text\n  - x: {y: z}\n");
    List<YamlMap> elements = map.maps("a");

    assertThat(map.place("a")).isEqualTo("f:1");
    assertThat(elements).extracting(YamlMap::place).containsExactly("f:2", "f:5");
    assertThat(elements.get(0).place("c")).isEqualTo("f:3");
    assertThat(elements.get(0).text("c")).isEqualTo("text\n");
    assertThat(map.file()).isEqualTo("f");
  }

  @Test
  void mergeKeysTakeOverWhatTheMappingDoesNotSay() throws YamlException {
    YamlMap map =
        read("x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz:\n  c: 3\n  <<: [*x, *y]\n'<<': text\n");

    assertThat(map.textMap("z")).isEqualTo(Map.of("a", "1", "b", "1", "c", "3"));
    assertThat(map.text("<<")).isEqualTo("text");
    assertProblem("a: {<<: text}", "f:1: '<<' must name a mapping");
  }

  @Test
  void whatIsGivenTwiceOrIsNoTextIsTold() throws YamlException {
    YamlDocument document = YamlReader.read("f", "a: 1\nb: 1\na: 2\n? [x]\n: y\n");

    assertThat(document.faults())
        .containsExactly(
            "f:3: key 'a' is given twice; the last counts",
            "f:4: a key must be a plain text; it does not count");
    assertThat(YamlMap.of(document, warnings).text("a")).isEqualTo("2");
  }

  @Test
  void ofSeveralDocumentsTheFirstCounts() throws YamlException {
    assertThat(read("a: 1\n---\na: 2\n").text("a")).isEqualTo("1");
    assertThat(warnings)
        .containsExactly("f:3: only the first YAML document of a file counts, this is left out");
  }

  @Test
  void anEmptyFileHasNoKeysAndAnEmptyValueIsNone() throws YamlException {
    for (String text : List.of("", "# nothing\n", "---\n", "~", "null")) {
      assertThat(read(text).keys()).as(text).isEmpty();
    }
    YamlMap map = read("a:\nb: ''\nc: [~]\n");
    assertThat(map.has("a")).isFalse();
    assertThat(map.has("b")).isTrue();
    assertThat(map.texts("c")).containsExactly("");
  }

  @Test
  void bytesAreUtf8() throws YamlException {
    byte[] text = "\uFEFFa: é€😀\n".getBytes(StandardCharsets.UTF_8);
    assertThat(YamlMap.of(YamlReader.read("f", text), warnings).text("a")).isEqualTo("é€😀");
    byte[] latin = "a: 1\nb: é\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> YamlReader.read("f", latin))
        .hasMessage("f:2: not UTF-8; save the file in that encoding");
  }

  @Test
  void whatIsTooMuchIsRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(9) + "]\n");
    }
    assertProblem(bomb.toString(), "f:6: more than 500000 values");
    assertProblem("a: &a [*a]", "f:1: nested too deeply");
    assertProblem("[".repeat(200) + "]".repeat(200), "f:1: n");
    assertProblem("[".repeat(200_000), "f:1: not YAML: nested too deeply");
    assertProblem("x".repeat(9 << 20), "f:1: not YAML: ");
    assertProblem("x".repeat(8 << 20), "f:1: the file must hold");
    assertThatThrownBy(() -> YamlReader.read("f", new byte[9 << 20]))
        .hasMessage("f:1: larger than 8 MB; split it");
  }

  @Test
  void whatIsNoYamlOrNoMappingIsToldWithItsLine() {
    assertProblem("a: 1\nb: [\n", "f:3: not YAML: ");
    assertProblem("\n- a\n", "f:2: the file must hold 'key: value' lines");
  }

  @Test
  void allKeysThatNobodyKnowsAreTold() throws YamlException {
    YamlMap map = read("name: x\nsevrity: y\nzzzzzz: z\n");
    assertThatThrownBy(() -> map.allowOnly("a rule", List.of("name", "severity")))
        .hasMessage(
            "f:2: unknown key 'sevrity' in a rule – did you mean 'severity'?\n"
                + "f:3: unknown key 'zzzzzz' in a rule; known are name, severity");
  }

  @Test
  void aNodeIsReadOnlyAsWhatItIs() throws YamlException {
    YamlMap map = read("m: {}\nl: []\ns: x\n");
    assertThat(map.isMapping("m")).isTrue();
    assertThatThrownBy(() -> map.text("m")).hasMessage("f:1: 'm' must be a single value");
    assertThatThrownBy(() -> map.map("l")).hasMessage("f:2: 'l' must be a mapping");
    assertThatThrownBy(() -> map.maps("s")).hasMessage("f:3: 's' must be a list");
    assertThatThrownBy(() -> map.number("s", 1)).hasMessageStartingWith("f:3: 's' must be a whole");
    assertThatThrownBy(() -> map.flag("s", true)).hasMessageStartingWith("f:3: 's' must be true");
  }

  private YamlMap read(String text) throws YamlException {
    return YamlMap.of(YamlReader.read("f", text), warnings);
  }

  private void assertProblem(String text, String start) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(YamlException.class)
        .hasMessageStartingWith(start);
  }
}

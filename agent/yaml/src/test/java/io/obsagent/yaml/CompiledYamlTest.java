// SPDX-License-Identifier: Apache-2.0
package io.obsagent.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompiledYamlTest {
  @TempDir Path directory;

  private Path compiled(String text) throws Exception {
    Path source = Files.writeString(directory.resolve("a.yml"), text);
    Path target = directory.resolve("made/a.nodes");
    CompiledYaml.main(new String[] {source.toString(), target.toString()});
    return target;
  }

  @Test
  void whatIsCompiledReadsAsTheTextDoes() throws Exception {
    String text =
        """
        # a comment
        a: {b: 'it''s', c: [1, "zwei – 二", ~]}
        folded: >-
          of two
          lines
        nothing:
        list:
          - name: x
            <<: {more: y}
          -
        """;

    try (var in = Files.newInputStream(compiled(text))) {
      assertThat(CompiledYaml.read("a.yml", in)).isEqualTo(YamlReader.read("a.yml", text));
    }
  }

  @Test
  void aFileInWhichSomethingIsWrongIsNotCompiled() {
    assertThatThrownBy(() -> compiled("a: 1\na: 2\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a.yml:2: key 'a' is given twice");
    assertThatThrownBy(() -> compiled("a: [")).isInstanceOf(YamlException.class);
  }
}

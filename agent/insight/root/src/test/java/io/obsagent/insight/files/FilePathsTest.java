// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePathsTest {
  @TempDir private Path directory;

  @Test
  void aWildcardIsTheFilesThatAreThereNowInTheirOrder() throws IOException {
    Path b = Files.createFile(directory.resolve("b.yml"));
    Path a = Files.createFile(directory.resolve("a.yml"));
    Files.createFile(directory.resolve("a.yaml"));

    assertThat(FilePaths.expand(directory.resolve("*.yml"))).containsExactly(a, b);
    assertThat(FilePaths.expand(directory.resolve("?.yml"))).containsExactly(a, b);
    assertThat(FilePaths.expand(directory.resolve("none/*.yml"))).isEmpty();
  }

  @Test
  void aPlainPathIsItselfSoThatItsAbsenceIsTold() {
    assertThat(FilePaths.expand(Path.of("absent.yml"))).containsExactly(Path.of("absent.yml"));
  }
}

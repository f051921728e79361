// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFilesTest {
  @TempDir private File directory;

  @Test
  void aFileThatComesChangesOrGoesIsNoticedOnce() throws IOException {
    File file = new File(directory, "rules.yml");
    WatchedFiles watched = new WatchedFiles();
    watched.changed(List.of());

    Files.writeString(file.toPath(), "a");
    assertThat(watched.changed(List.of(file))).isTrue();
    assertThat(watched.changed(List.of(file))).isFalse();
    Files.writeString(file.toPath(), "ab");
    assertThat(watched.changed(List.of(file))).isTrue();
    assertThat(watched.changed(List.of())).as("no longer among those of a pattern").isTrue();
    assertThat(watched.changed(List.of())).isFalse();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedTest {
  /** One pair in 2⁶⁴ is equal by chance. */
  private static void assertRandom(File source) {
    assertThat(Ids.seed(source)).isNotEqualTo(Ids.seed(source));
  }

  @Test
  void twoSeedsOfTheDeviceDiffer() {
    assertRandom(new File("/dev/urandom"));
  }

  @Test
  void whereThereIsNoDeviceTheSeedIsRandomAllTheSame(@TempDir Path directory) throws Exception {
    Path constant = Files.write(directory.resolve("constant"), new byte[64]);

    assertRandom(constant.toFile());
    assertRandom(directory.toFile());
    assertRandom(directory.resolve("none").toFile());
    assertRandom(new File("/dev/null"));
  }
}

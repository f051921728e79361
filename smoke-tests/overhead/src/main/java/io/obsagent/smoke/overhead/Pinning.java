// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.overhead;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Keeps the measured JVMs on the first core, where the system has {@code taskset}. */
final class Pinning {
  private static final Path TASKSET = Path.of("/usr/bin/taskset");

  private Pinning() {}

  static List<String> toFirstCore() {
    return Files.isExecutable(TASKSET) ? List.of(TASKSET.toString(), "-c", "0") : List.of();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** CPU nanoseconds of the live threads, by what they are for. All 0 where there is no /proc. */
record ThreadCpu(long jit, long gc, long request) {
  private static final Path TASKS = Path.of("/proc/self/task");

  static ThreadCpu read() throws IOException {
    long jit = 0;
    long gc = 0;
    long request = 0;
    if (!Files.isDirectory(TASKS)) {
      return new ThreadCpu(0, 0, 0);
    }
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        try {
          String name = Files.readString(task.resolve("comm")).strip();
          long nanos = ProcFiles.cpuNanos(task);
          if (name.startsWith("C1 Comp") || name.startsWith("C2 Comp")) {
            jit += nanos;
          } else if (name.startsWith("GC Thread") || name.startsWith("G1 ")) {
            gc += nanos;
          } else if (name.startsWith("http-nio-") || name.startsWith("bench-")) {
            request += nanos;
          }
        } catch (NoSuchFileException e) {
          continue; // the thread has just ended
        }
      }
    }
    return new ThreadCpu(jit, gc, request);
  }
}

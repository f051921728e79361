// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the files of Linux' proc file system. */
final class ProcFiles {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long NANOS_PER_TICK = 10_000_000L;
  private static final int UTIME_AFTER_NAME = 11;

  private ProcFiles() {}

  /** Nanoseconds on a CPU: schedstat has them exactly, stat in ticks of 10 ms. */
  static long cpuNanos(Path task) throws IOException {
    Path schedstat = task.resolve("schedstat");
    if (Files.exists(schedstat)) {
      return Long.parseLong(Files.readString(schedstat).split(" ")[0]);
    }
    String stat = Files.readString(task.resolve("stat"));
    // A name may hold spaces and brackets: count from behind the last one.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks =
        Long.parseLong(fields[UTIME_AFTER_NAME]) + Long.parseLong(fields[UTIME_AFTER_NAME + 1]);
    return ticks * NANOS_PER_TICK;
  }

  /** The resident set, 0 where there is no /proc. */
  static long residentBytes() throws IOException {
    if (!Files.exists(STATUS)) {
      return 0;
    }
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    return 0;
  }
}

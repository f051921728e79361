// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.runtime;

import java.util.List;

/**
 * What the container may use, by control groups of version 2 or 1. Every number is NaN where there
 * is no limit, or no control group.
 */
final class Cgroup {
  /** Version 1 says "no limit" by a number near 2^63. */
  private static final double UNLIMITED = 1L << 60;

  private static final String MOUNT = "sys/fs/cgroup";

  private final ProcFiles files;
  private final boolean unified;
  private final String cpu;
  private final String memory;
  private final String usage;

  Cgroup(ProcFiles files) {
    this.files = files;
    this.unified = files.text(MOUNT + "/cgroup.controllers") != null;
    this.cpu = unified ? directory("", "") : directory("/cpu", "cpu");
    this.memory = unified ? cpu : directory("/memory", "memory");
    this.usage = unified ? cpu : directory("/cpuacct", "cpuacct");
  }

  /** Processors, as a fraction: 0.5 is half of one. */
  double cpuLimit() {
    if (unified) {
      String max = files.text(cpu + "/cpu.max");
      List<String> words = ProcFiles.words(max == null ? "" : max);
      return words.size() < 2
          ? Double.NaN
          : ProcFiles.parse(words.get(0)) / ProcFiles.parse(words.get(1));
    }
    double quota = files.number(cpu + "/cpu.cfs_quota_us");
    return quota > 0 ? quota / files.number(cpu + "/cpu.cfs_period_us") : Double.NaN;
  }

  /** Seconds of processor time that the group has used. */
  double cpuSeconds() {
    return unified
        ? files.value(cpu + "/cpu.stat", "usage_usec") / 1e6
        : files.number(usage + "/cpuacct.usage") / 1e9;
  }

  double memoryLimit() {
    double limit = files.number(memory + (unified ? "/memory.max" : "/memory.limit_in_bytes"));
    return limit >= UNLIMITED ? Double.NaN : limit;
  }

  /** Memory that cannot be had back at once: without what the page cache would give. */
  double memoryUsed() {
    double used = files.number(memory + (unified ? "/memory.current" : "/memory.usage_in_bytes"));
    String key = unified ? "inactive_file" : "total_inactive_file";
    double cache = files.value(memory + "/memory.stat", key);
    return Double.isNaN(cache) ? used : Math.max(0, used - cache);
  }

  /**
   * The group's directory: as {@code /proc/self/cgroup} names it, or, in a container, which sees
   * its own group as the root, the mount itself.
   */
  private String directory(String mount, String controller) {
    for (String line : files.lines("proc/self/cgroup")) {
      int first = line.indexOf(':');
      int second = line.indexOf(':', first + 1);
      if (second > 0 && names(line.substring(first + 1, second), controller)) {
        String path = MOUNT + mount + line.substring(second + 1);
        if (path.indexOf("/..") < 0 && hasFiles(path)) {
          return path;
        }
      }
    }
    return MOUNT + mount;
  }

  private boolean hasFiles(String path) {
    return files.text(path + (unified ? "/cgroup.procs" : "/tasks")) != null;
  }

  private static boolean names(String controllers, String controller) {
    return ("," + controllers + ",").contains("," + controller + ",");
  }
}
